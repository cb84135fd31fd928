package org.netchestra.dispatcher;

/**
 * Where a request wants to go: the authority and the path with query, from whichever form the target has (RFC 9112 section 3.2).
 * Reused; confined to one event loop.
 */
final class RequestTarget {

    private static final byte[] OPTIONS = {'O', 'P', 'T', 'I', 'O', 'N', 'S'};
    private static final byte[] HTTP = {'h', 't', 't', 'p', ':', '/', '/'};
    private static final byte[] HTTPS = {'h', 't', 't', 'p', 's', ':', '/', '/'};

    private int authorityStart;
    private int authorityEnd;
    private int pathStart;
    private int pathEnd;
    private boolean slashMissing;

    void setHost(int start, int end) {
        authorityStart = start;
        authorityEnd = end;
    }

    /** Reads the target of a head whose Host, if it has one, was set; false when no server should see it. */
    boolean read(MessageHead request, boolean hasHost) {
        byte[] bytes = request.bytes();
        pathStart = request.targetStart;
        pathEnd = request.targetEnd;
        slashMissing = false;
        if (!hasHost) {
            setHost(0, 0);
        }
        if (bytes[pathStart] == '/') {
            return true;
        }
        if (bytes[pathStart] == '*') {
            return pathEnd - pathStart == 1 && request.methodIs(OPTIONS);
        }
        int schemeEnd = schemeEnd(bytes);
        return schemeEnd > 0 && absolute(bytes, schemeEnd);
    }

    private int schemeEnd(byte[] bytes) {
        int http = pathStart + HTTP.length;
        int https = pathStart + HTTPS.length;
        if (http <= pathEnd && Octets.equalsIgnoreCase(bytes, pathStart, http, HTTP)) {
            return http;
        }
        return https <= pathEnd && Octets.equalsIgnoreCase(bytes, pathStart, https, HTTPS) ? https : -1;
    }

    /** RFC 9112 section 3.2.2: the authority of an absolute target replaces the Host header. */
    private boolean absolute(byte[] bytes, int start) {
        int end = start;
        while (end < pathEnd && bytes[end] != '/' && bytes[end] != '?') {
            end++;
        }
        setHost(start, end);
        pathStart = end;
        slashMissing = end == pathEnd || bytes[end] == '?';
        return Authority.isValid(bytes, start, end);
    }

    /** Whether the target or the Host header names an authority. */
    boolean hasAuthority() {
        return authorityEnd > authorityStart;
    }

    int authorityStart() {
        return authorityStart;
    }

    int authorityEnd() {
        return authorityEnd;
    }

    /** Start of path and query, or of "*". */
    int pathStart() {
        return pathStart;
    }

    int pathEnd() {
        return pathEnd;
    }

    /** Whether "/" goes before the path and query: the absolute form had none. */
    boolean isSlashMissing() {
        return slashMissing;
    }
}
