package org.netchestra.dispatcher.semantics;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Octets;

/**
 * Where a request wants to go: the authority and the path with query, from whichever form the target has (RFC 9112 section 3.2).
 * Reused; confined to one event loop.
 */
public final class RequestTarget {

    private static final byte[] NOTHING = {};
    private static final byte[] OPTIONS = {'O', 'P', 'T', 'I', 'O', 'N', 'S'};
    private static final byte[] HTTP = {'h', 't', 't', 'p', ':', '/', '/'};
    private static final byte[] HTTPS = {'h', 't', 't', 'p', 's', ':', '/', '/'};

    private int authorityStart;
    private int authorityEnd;
    private int pathStart;
    private int pathEnd;
    private boolean slashMissing;
    private byte[] added = NOTHING;
    private int keptStart;
    private byte @Nullable [] newHost;

    void setHost(int start, int end) {
        authorityStart = start;
        authorityEnd = end;
    }

    /** Reads the target of a head whose Host, if it has one, was set; false when no server should see it. */
    boolean read(MessageHead request, boolean hasHost) {
        byte[] bytes = request.bytes();
        pathStart = request.targetStart();
        pathEnd = request.targetEnd();
        slashMissing = false;
        keptStart = -1;
        newHost = null;
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
    public boolean hasAuthority() {
        return authorityEnd > authorityStart;
    }

    /** Where the authority begins in the head's bytes. */
    public int authorityStart() {
        return authorityStart;
    }

    /** Where the authority ends, its port included. */
    public int authorityEnd() {
        return authorityEnd;
    }

    /** Start of path and query, or of "*". */
    public int pathStart() {
        return pathStart;
    }

    /** End of path and query. */
    public int pathEnd() {
        return pathEnd;
    }

    /** Whether "/" goes before the path and query: the absolute form had none. */
    public boolean isSlashMissing() {
        return slashMissing;
    }

    /** End of the path, where the query begins or the target ends. */
    public int endOfPath(MessageHead request) {
        byte[] bytes = request.bytes();
        for (int i = pathStart; i < pathEnd; i++) {
            if (bytes[i] == '?') {
                return i;
            }
        }
        return pathEnd;
    }

    /**
     * Lets the server see another path: without its beginning, and with another one in front.
     *
     * @param strip what is taken away, if the path begins so
     */
    void rewritePath(MessageHead request, byte[] strip, byte[] add) {
        if (pathStart < pathEnd && request.bytes()[pathStart] == '*') {
            return;
        }
        int behind = slashMissing ? -1 : PathMatch.prefix(request.bytes(), pathStart, endOfPath(request), strip);
        keptStart = behind < 0 ? pathStart : behind;
        added = add;
    }

    /** Lets the server see another Host. */
    void rewriteHost(byte @Nullable [] host) {
        newHost = host;
    }

    /** Writes what the server is to see as the target: path and query as they came, or as they were rewritten. */
    public void writePath(HeadWriter out, MessageHead request) {
        byte[] bytes = request.bytes();
        if (keptStart < 0) {
            if (slashMissing) {
                out.put((byte) (isServerItself(request) ? '*' : '/'));
            }
            out.put(bytes, pathStart, pathEnd);
            return;
        }
        out.put(added);
        if (keptStart == pathEnd || bytes[keptStart] != '/') {
            out.put((byte) '/');
        }
        out.put(bytes, keptStart, pathEnd);
    }

    /** RFC 9112 section 3.2.4: OPTIONS of an absolute form with neither path nor query is of the server and not of its "/". */
    private boolean isServerItself(MessageHead request) {
        return pathStart == pathEnd && request.methodIs(OPTIONS);
    }

    /** The Host that the server is to see instead of the client's, or null. */
    public byte @Nullable [] newHost() {
        return newHost;
    }

    /** Path and query as text, with the slash that an absolute form may lack. Allocates. */
    public String sentByClient(MessageHead request) {
        if (pathStart < pathEnd && request.bytes()[pathStart] == '*') {
            return "/";
        }
        String path = new String(request.bytes(), pathStart, pathEnd - pathStart, StandardCharsets.ISO_8859_1);
        return slashMissing ? "/" + path : path;
    }

    /** The host name that the client asked for, without a port; empty when there is none. Allocates. */
    public String host(MessageHead request) {
        int end = Authority.hostEnd(request.bytes(), authorityStart, authorityEnd);
        return new String(request.bytes(), authorityStart, end - authorityStart, StandardCharsets.ISO_8859_1);
    }
}
