package org.netchestra.workload.generator;

/**
 * A request that is made again and again, and what its reply must be. Immutable.
 *
 * @param method the request's method
 * @param path the request's target, in origin form
 * @param weight how often it is made, relative to the other targets, at least 1
 * @param bodyBytes the length of the request's body, 0 for none
 * @param status the status expected
 * @param replyBytes the length of the reply's body expected, or {@link #ANY}
 * @param pattern whether the reply's body must be the pattern that every real server sends
 */
public record Target(
        String method, String path, int weight, long bodyBytes, int status, long replyBytes, boolean pattern) {
    /** As a length: whatever comes is right. */
    public static final long ANY = -1;

    /** Checks the numbers. */
    public Target {
        if (weight < 1) {
            throw new IllegalArgumentException("weight: " + weight + " (expected: >= 1)");
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("target: " + path + " (expected: a path that starts with /)");
        }
    }

    /** A GET of this path with a 200 and any body. */
    public static Target get(String path) {
        return new Target("GET", path, 1, 0, 200, ANY, false);
    }

    /** A GET of so many bytes, each of them checked. */
    public static Target bytes(long bytes) {
        return new Target("GET", "/bytes/" + bytes, 1, 0, 200, bytes, true);
    }

    /** A POST of so many bytes, of which the server says how many came. */
    public static Target upload(long bytes) {
        return new Target("POST", "/upload", 1, bytes, 200, ("received " + bytes + "\n").length(), false);
    }

    /** A POST of so many bytes which must come back as they were. */
    public static Target echo(long bytes) {
        return new Target("POST", "/echo", 1, bytes, 200, bytes, true);
    }

    /** The same, made this often. */
    public Target weight(int newWeight) {
        return new Target(method, path, newWeight, bodyBytes, status, replyBytes, pattern);
    }

    /** The same with another status expected, and any body. */
    public Target expecting(int newStatus) {
        return new Target(method, path, weight, bodyBytes, newStatus, ANY, false);
    }
}
