package org.netchestra.experiments.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.ServerAddress;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.conformance.ProbeRequest;
import org.netchestra.conformance.ProbeServer;
import org.netchestra.core.hash.MaglevTable;
import org.netchestra.core.hash.SipHash13;
import org.netchestra.policies.hashing.LvsMaglevPicker;

/**
 * LVS Maglev hashing: {@code {table, k1, k2, dests, hsiphash_examples, offsets, slots_1_1_1, first32, picks}}; the
 * destinations are told as "A..=192.168.2.3:80, .4:80, .5:80".
 */
final class LvsMaglevFormat implements Format {

    private static final Pattern ENDPOINT =
            Pattern.compile("(?:\\[(?<six>[0-9A-Fa-f:.]+)\\]|(?<network>[0-9.]*\\.)(?<last>\\d+)):(?<port>\\d+)");

    private final Policies policies;

    LvsMaglevFormat(Policies policies) {
        this.policies = policies;
    }

    @Override
    public boolean recognises(Fields vector) {
        return vector.has("table", "dests");
    }

    @Override
    public String name(Fields vector) {
        return "mh " + vector.text("table");
    }

    @Override
    public void run(Fields vector, Verdicts verdicts) {
        int size = vector.integer("table");
        for (String field : vector.names()) {
            switch (field) {
                case "table", "dests", "note" -> {}
                case "k1" -> verdicts.check(field, vector.number(field).longValue(), LvsMaglevPicker.FIRST_KEY);
                case "k2" -> verdicts.check(field, vector.number(field).longValue(), LvsMaglevPicker.SECOND_KEY);
                case "hsiphash_examples" -> vector.objects(field).forEach(example -> hash(example, verdicts));
                case "offsets" -> offsets(vector, size, verdicts);
                case "picks" -> vector.objects(field).forEach(pick -> pick(vector, pick, verdicts));
                default -> table(vector, field, size, verdicts);
            }
        }
    }

    private static void hash(Fields example, Verdicts verdicts) {
        int value = (int) example.number("v").longValue();
        verdicts.check(
                "hsiphash of " + example.text("v"),
                example.number("hash").longValue(),
                Integer.toUnsignedLong(
                        SipHash13.hash(value, example.number("key").longValue())));
    }

    private static void offsets(Fields vector, int size, Verdicts verdicts) {
        ServerPool pool = pool(vector, Circumstances.of(""));
        for (Fields expected : vector.objects("offsets")) {
            PoolMember member = member(pool, expected.text("name"));
            verdicts.check(
                    "offset of " + expected.text("name"),
                    expected.integer("offset"),
                    LvsMaglevPicker.offset(member, size));
            verdicts.check(
                    "skip of " + expected.text("name"), expected.integer("skip"), LvsMaglevPicker.skip(member, size));
        }
    }

    private static void table(Fields vector, String field, int size, Verdicts verdicts) {
        if (field.matches("slots(_\\d+)+")) {
            ServerPool pool = pool(vector, Circumstances.of(field.replace("slots", "slots_weighted")));
            Map<String, Integer> expected = new TreeMap<>();
            Fields slots = vector.object(field);
            slots.names().stream()
                    .filter(name -> slots.integer(name) > 0)
                    .forEach(name -> expected.put(name, slots.integer(name)));
            verdicts.check(field, expected, slots(pool, LvsMaglevPicker.table(pool, size)));
        } else if (field.matches("first\\d+")) {
            ServerPool pool = pool(vector, Circumstances.of(""));
            MaglevTable table = LvsMaglevPicker.table(pool, size);
            StringBuilder names = new StringBuilder();
            for (int slot = 0; slot < vector.text(field).length(); slot++) {
                names.append(pool.member(table.owner(slot)).server().name());
            }
            verdicts.check(field, vector.raw(field), names.toString());
        } else {
            verdicts.unsupported(field);
        }
    }

    private void pick(Fields vector, Fields pick, Verdicts verdicts) {
        byte[] address = AddressHashFormat.address(pick.text("ip"));
        for (String field : pick.names()) {
            if (!field.equals("ip")) {
                verdicts.check(
                        pick.text("ip") + " " + field,
                        pick.raw(field),
                        picked(vector, Circumstances.of(field), address));
            }
        }
    }

    private @Nullable String picked(Fields vector, Circumstances told, byte[] address) {
        ServerPool pool = pool(vector, told);
        String[] options = told.options("mh", "table", vector.text("table"));
        return Policies.name(
                policies.picker("mh", pool, options).pick(new ProbeRequest().endpoint(told.client(address))));
    }

    private static Map<String, Integer> slots(ServerPool pool, MaglevTable table) {
        Map<String, Integer> counts = new TreeMap<>();
        for (int slot = 0; slot < table.size(); slot++) {
            counts.merge(pool.member(table.owner(slot)).server().name(), 1, Integer::sum);
        }
        return counts;
    }

    private static ServerPool pool(Fields vector, Circumstances told) {
        List<ServerAddress> addresses = addresses(vector);
        int[] weights = told.weightsOf(addresses.size());
        List<PoolMember> members = new ArrayList<>();
        for (int index = 0; index < weights.length; index++) {
            String name = String.valueOf((char) ('A' + index));
            boolean up = !told.down().contains(name);
            members.add(
                    new PoolMember(new ProbeServer(name, addresses.get(index)), weights[index], weights[index], up));
        }
        return ServerPool.of(members);
    }

    private static List<ServerAddress> addresses(Fields vector) {
        List<ServerAddress> addresses = new ArrayList<>();
        Matcher endpoint = ENDPOINT.matcher(vector.text("dests"));
        String network = "";
        while (endpoint.find()) {
            int port = Integer.parseInt(endpoint.group("port"));
            if (endpoint.group("six") != null) {
                addresses.add(new ServerAddress(endpoint.group("six"), port));
            } else {
                network = endpoint.group("network").equals(".") ? network : endpoint.group("network");
                addresses.add(new ServerAddress(network + endpoint.group("last"), port));
            }
        }
        if (addresses.isEmpty()) {
            throw vector.malformed("dests", "destinations such as A..=192.168.2.3:80, .4:80 or [2001:db8::1]:80");
        }
        return addresses;
    }

    private static PoolMember member(ServerPool pool, String name) {
        return pool.members().stream()
                .filter(member -> member.server().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new MalformedVectorException("name: " + name + " (expected: a destination)"));
    }
}
