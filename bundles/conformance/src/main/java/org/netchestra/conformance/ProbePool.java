package org.netchestra.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;

/**
 * Probe servers with weights and states to change at will, and {@linkplain #snapshot() snapshots} of them. Servers made
 * from weights alone are named A, B, C and so on, after the 26th S27, S28. Not thread-safe, but its servers are.
 */
public final class ProbePool {

    private final List<PoolMember> members = new ArrayList<>();
    private int weightScale = 1;

    public static ProbePool ofWeights(int... weights) {
        ProbePool pool = new ProbePool();
        for (int weight : weights) {
            pool.add(nameOf(pool.size()), weight);
        }
        return pool;
    }

    /** So many servers of weight 1. */
    public static ProbePool ofSize(int size) {
        ProbePool pool = new ProbePool();
        for (int index = 0; index < size; index++) {
            pool.add(nameOf(index), 1);
        }
        return pool;
    }

    public ServerPool snapshot() {
        return ServerPool.of(members, 0, weightScale);
    }

    public int size() {
        return members.size();
    }

    public ProbeServer server(int index) {
        return (ProbeServer) members.get(index).server();
    }

    /** @throws IllegalArgumentException when no server has this name */
    public ProbeServer server(String name) {
        return server(indexOf(name));
    }

    public PoolMember member(int index) {
        return members.get(index);
    }

    public ProbePool add(String name, int weight) {
        return insert(members.size(), name, weight);
    }

    public ProbePool insert(int index, String name, int weight) {
        members.add(index, PoolMember.of(new ProbeServer(name), weight));
        return this;
    }

    public void remove(String name) {
        members.remove(indexOf(name));
    }

    /** A weight of 0 keeps the placement weight, as when a server drains. */
    public void weight(String name, int weight) {
        int index = indexOf(name);
        PoolMember before = members.get(index);
        int placement = weight > 0 ? weight : before.placementWeight();
        members.set(
                index,
                new PoolMember(before.server(), weight, placement, before.up(), before.priority(), before.labels()));
    }

    public void up(String name, boolean up) {
        int index = indexOf(name);
        PoolMember before = members.get(index);
        members.set(
                index,
                new PoolMember(
                        before.server(),
                        before.weight(),
                        before.placementWeight(),
                        up,
                        before.priority(),
                        before.labels()));
    }

    /** Gives a server another priority and other labels. */
    public ProbePool group(String name, int priority, Map<String, String> labels) {
        int index = indexOf(name);
        PoolMember before = members.get(index);
        members.set(
                index,
                new PoolMember(
                        before.server(), before.weight(), before.placementWeight(), before.up(), priority, labels));
        return this;
    }

    /** What one configured unit of weight is, see {@link ServerPool#weightScale()}. */
    public ProbePool weightScale(int scale) {
        weightScale = scale;
        return this;
    }

    /** @throws IllegalArgumentException when no server has this name */
    public int indexOf(String name) {
        for (int index = 0; index < members.size(); index++) {
            if (members.get(index).server().name().equals(name)) {
                return index;
            }
        }
        throw new IllegalArgumentException("server: " + name + " (expected: one of "
                + members.stream().map(PoolMember::server).map(RealServer::name).toList() + ")");
    }

    private static String nameOf(int index) {
        return index < 26 ? String.valueOf((char) ('A' + index)) : "S" + (index + 1);
    }
}
