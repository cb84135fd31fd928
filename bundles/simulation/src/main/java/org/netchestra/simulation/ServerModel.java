package org.netchestra.simulation;

/**
 * A server of a simulated cluster.
 *
 * @param name its name, unique
 * @param weight its weight
 * @param slots requests it works on at once; more wait
 * @param speed how fast it works; 2 is twice as fast as the trace's service times say
 * @param cacheBytes size of its cache, or 0 without one
 */
public record ServerModel(String name, int weight, int slots, double speed, long cacheBytes) {

    public ServerModel {
        if (weight < 0 || slots < 1 || !(speed > 0) || cacheBytes < 0) {
            throw new IllegalArgumentException(
                    "server: " + name + ", weight " + weight + ", slots " + slots + ", speed " + speed + ", cache "
                            + cacheBytes + " (expected: at least 0, at least 1, positive, at least 0)");
        }
    }
}
