package org.netchestra.experiments.vectors;

import java.util.ArrayList;
import java.util.Arrays;
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

    private static final Pattern ENDPOINT = Pattern.compile("([0-9.]*\\.)(\\d+):(\\d+)");

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
        ServerPool pool = pool(vector);
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
            int[] weights = Arrays.stream(field.substring("slots_".length()).split("_", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            ServerPool pool = pool(vector, weights);
            Map<String, Integer> expected = new TreeMap<>();
            vector.object(field)
                    .names()
                    .forEach(name -> expected.put(name, vector.object(field).integer(name)));
            verdicts.check(field, expected, slots(pool, LvsMaglevPicker.table(pool, size)));
        } else if (field.matches("first\\d+")) {
            ServerPool pool = pool(vector);
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
            if (field.equals("ip")) {
                continue;
            }
            boolean withPort = field.startsWith("pick_port_");
            int port = withPort ? Integer.parseInt(field.substring("pick_port_".length())) : 0;
            verdicts.check(
                    pick.text("ip") + " " + field,
                    pick.raw(field),
                    picked(vector, withPort, AddressHashFormat.endpoint(address, port)));
        }
    }

    private @Nullable String picked(Fields vector, boolean withPort, byte[] endpoint) {
        return Policies.name(policies.picker(
                        "mh", pool(vector), "table", vector.text("table"), "mh-port", Boolean.toString(withPort))
                .pick(new ProbeRequest().endpoint(endpoint)));
    }

    private static Map<String, Integer> slots(ServerPool pool, MaglevTable table) {
        Map<String, Integer> counts = new TreeMap<>();
        for (int slot = 0; slot < table.size(); slot++) {
            counts.merge(pool.member(table.owner(slot)).server().name(), 1, Integer::sum);
        }
        return counts;
    }

    /** The destinations with some weights, the last of them for all that follow; 1 without any. */
    private static ServerPool pool(Fields vector, int... weights) {
        List<PoolMember> members = new ArrayList<>();
        Matcher endpoint = ENDPOINT.matcher(vector.text("dests"));
        String network = "";
        while (endpoint.find()) {
            network = endpoint.group(1).equals(".") ? network : endpoint.group(1);
            ServerAddress address = new ServerAddress(network + endpoint.group(2), Integer.parseInt(endpoint.group(3)));
            int index = members.size();
            int weight = weights.length == 0 ? 1 : weights[Math.min(index, weights.length - 1)];
            members.add(PoolMember.of(new ProbeServer(String.valueOf((char) ('A' + index)), address), weight));
        }
        return ServerPool.of(members);
    }

    private static PoolMember member(ServerPool pool, String name) {
        return pool.members().stream()
                .filter(member -> member.server().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new MalformedVectorException("name: " + name + " (expected: a destination)"));
    }
}
