package org.netchestra.dispatcher.semantics;

import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.message.FieldName;
import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Octets;
import org.netchestra.dispatcher.message.Refusal;

/**
 * What a parsed request head means: how long its body is, where it wants to go, what it asks of the connection. Checks the rules
 * that go beyond the syntax of single lines, and drops the fields that are not passed on.
 *
 * <p>Reused from one request to the next; confined to one event loop.
 */
public final class RequestSemantics {

    private static final byte[] HEAD = {'H', 'E', 'A', 'D'};
    private static final byte[] GET = {'G', 'E', 'T'};
    private static final byte[] TRACE = {'T', 'R', 'A', 'C', 'E'};
    private static final byte[] CONNECT = {'C', 'O', 'N', 'N', 'E', 'C', 'T'};
    private static final byte[] CONTINUE = {'1', '0', '0', '-', 'c', 'o', 'n', 't', 'i', 'n', 'u', 'e'};
    private static final byte[] OPTIONS = {'O', 'P', 'T', 'I', 'O', 'N', 'S'};
    private static final byte[] MAX_FORWARDS = HeadWriter.ascii("Max-Forwards: ");
    private static final int NO_HOPS = -1;
    private static final int MOST_HOPS = 999_999_999;
    private static final byte[] TRAILERS = {'t', 'r', 'a', 'i', 'l', 'e', 'r', 's'};
    private static final byte[] WEBSOCKET = {'w', 'e', 'b', 's', 'o', 'c', 'k', 'e', 't'};

    private final Framing framing = new Framing();
    private final ConnectionOptions options = new ConnectionOptions();
    private final RequestTarget target = new RequestTarget();
    private final RequestId requestId = new RequestId();
    private boolean trusted;
    private int hosts;
    private int upgradeField;
    private int maxForwardsField;
    private boolean maxForwardsRepeated;
    private int hopsLeft;
    private boolean expected;
    private boolean expectsContinue;
    private boolean acceptsTrailers;
    private boolean persistent;
    private boolean idempotent;
    private boolean head;

    /**
     * Reads a request head.
     *
     * @param trusted whether the forwarding headers of this client are believed
     * @return why it is refused, or null
     */
    public @Nullable Refusal read(MessageHead request, boolean trusted) {
        clear();
        this.trusted = trusted;
        for (int i = 0; i < request.count(); i++) {
            FieldName name = request.known(i);
            if (name != null) {
                Refusal refusal = field(request, i, name);
                if (refusal != null) {
                    return refusal;
                }
            }
        }
        return wholeHead(request);
    }

    private void clear() {
        framing.clear();
        options.clear();
        hosts = 0;
        upgradeField = -1;
        maxForwardsField = -1;
        maxForwardsRepeated = false;
        hopsLeft = NO_HOPS;
        requestId.clear();
        expected = false;
        expectsContinue = false;
        acceptsTrailers = false;
    }

    private @Nullable Refusal field(MessageHead request, int index, FieldName name) {
        byte[] bytes = request.bytes();
        int start = request.valueStart(index);
        int end = request.valueEnd(index);
        switch (name) {
            case HOST, CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION -> request.drop(index);
            case KEEP_ALIVE, PROXY_CONNECTION, PROXY, HTTP2_SETTINGS, UPGRADE, TE -> request.drop(index);
            // What a client proves it proves in the handshake (RFC 9440 section 2.4).
            case CLIENT_CERT, CLIENT_CERT_CHAIN -> request.drop(index);
            // Written anew, and extended when the client is trusted.
            case X_FORWARDED_FOR -> request.drop(index);
            case FORWARDED, X_FORWARDED_PROTO, X_FORWARDED_HOST, X_FORWARDED_PORT, X_REAL_IP ->
                dropUnlessTrusted(request, index);
            case X_FORWARDED_PREFIX, X_FORWARDED_SSL, X_FORWARDED_SERVER, X_FORWARDED_SCHEME ->
                dropUnlessTrusted(request, index);
            // Some frameworks take the path from there: routes would judge another one than is served.
            case X_ORIGINAL_URL, X_REWRITE_URL -> dropUnlessTrusted(request, index);
            case MAX_FORWARDS -> {
                maxForwardsRepeated = maxForwardsField >= 0;
                maxForwardsField = index;
            }
            default -> {}
        }
        return switch (name) {
            case HOST -> host(bytes, start, end);
            case CONTENT_LENGTH -> framing.readLength(bytes, start, end) ? null : Refusal.LENGTH;
            case TRANSFER_ENCODING -> coding(bytes, start, end);
            case CONNECTION -> options.read(request, index) ? null : Refusal.CONNECTION_OPTION;
            case EXPECT -> expectation(request, index);
            case UPGRADE -> {
                upgradeField = upgradeField < 0 ? index : request.count();
                yield null;
            }
            case TE -> {
                acceptsTrailers |= Octets.equalsIgnoreCase(bytes, start, end, TRAILERS);
                yield null;
            }
            default -> null;
        };
    }

    private @Nullable Refusal host(byte[] bytes, int start, int end) {
        target.setHost(start, end);
        return ++hosts == 1 && Authority.isValid(bytes, start, end) ? null : Refusal.HOST;
    }

    private @Nullable Refusal coding(byte[] bytes, int start, int end) {
        if (framing.readCoding(bytes, start, end)) {
            return null;
        }
        return framing.isUnknownCoding(bytes, start, end) ? Refusal.UNKNOWN_CODING : Refusal.CODING;
    }

    private @Nullable Refusal expectation(MessageHead request, int index) {
        boolean known =
                Octets.equalsIgnoreCase(request.bytes(), request.valueStart(index), request.valueEnd(index), CONTINUE);
        if (!known) {
            return Refusal.EXPECTATION;
        }
        if (expected) {
            return Refusal.EXPECTATION;
        }
        expected = true;
        // RFC 9110 section 10.1.1: one from an HTTP/1.0 client is ignored.
        expectsContinue = request.minorVersion() >= 1;
        if (!expectsContinue) {
            request.drop(index);
        }
        return null;
    }

    private void dropUnlessTrusted(MessageHead request, int index) {
        if (!trusted) {
            request.drop(index);
        }
    }

    /** The rules that need all fields (RFC 9112 sections 3.2, 6.1 and 6.3). */
    private @Nullable Refusal wholeHead(MessageHead request) {
        if (request.methodIs(CONNECT)) {
            return Refusal.CONNECT;
        }
        if (hosts == 0 && request.minorVersion() >= 1) {
            return Refusal.HOST;
        }
        if (framing.isChunked() && framing.length() >= 0) {
            return Refusal.LENGTH_AND_CODING;
        }
        if (framing.isChunked() && request.minorVersion() == 0) {
            return Refusal.CODING;
        }
        if (request.methodIs(TRACE) && hasBody()) {
            return Refusal.TRACE_BODY;
        }
        if (!readHops(request)) {
            return Refusal.MAX_FORWARDS;
        }
        persistent = options.isPersistent(request.minorVersion());
        head = request.methodIs(HEAD);
        idempotent = head || request.methodIs(GET) || IdempotentMethods.contains(request);
        if (upgradeField >= 0 && !isTunnelRequested(request)) {
            upgradeField = -1;
        }
        return target.read(request, hosts > 0) ? null : Refusal.TARGET;
    }

    /** Upgrades to other versions of HTTP or to TLS would take the connection out of sight; they are ignored, as RFC 9110 allows. */
    private boolean isTunnelRequested(MessageHead request) {
        return upgradeField < request.count()
                && options.isUpgrade()
                && request.minorVersion() >= 1
                && !hasBody()
                && Octets.equalsIgnoreCase(
                        request.bytes(), request.valueStart(upgradeField), request.valueEnd(upgradeField), WEBSOCKET);
    }

    /** Whether a body follows, maybe of length 0. */
    public boolean hasBody() {
        return framing.isChunked() || framing.length() > 0;
    }

    public boolean isChunked() {
        return framing.isChunked();
    }

    /** The declared length of the body, or -1. */
    public long contentLength() {
        return framing.length();
    }

    /** Whether the client waits for 100 (Continue). */
    public boolean expectsContinue() {
        return expectsContinue;
    }

    /** Whether the client said that it reads trailers. */
    public boolean acceptsTrailers() {
        return acceptsTrailers;
    }

    /** Whether the client wants the connection kept. */
    public boolean isPersistent() {
        return persistent;
    }

    /** Whether repeating the request has no other effect than sending it once (RFC 9110 section 9.2.2). */
    public boolean isIdempotent() {
        return idempotent;
    }

    /** Whether the reply has no body because the method is HEAD. */
    public boolean isHead() {
        return head;
    }

    /** Whether the client asks for a tunnel. */
    public boolean isUpgrade() {
        return upgradeField >= 0;
    }

    /** The index of the Upgrade field that {@link #isUpgrade()} speaks of. */
    int upgradeField() {
        return upgradeField;
    }

    /** Where the request wants to go. */
    public RequestTarget target() {
        return target;
    }

    /**
     * Lets the server see another path and host than the client sent.
     *
     * @param strip what is taken from the beginning of the path, if it begins so
     * @param add what then goes in front
     * @param host the new Host, or null
     */
    public void rewrite(MessageHead request, byte[] strip, byte[] add, byte @Nullable [] host) {
        if (strip.length > 0 || add.length > 0) {
            target.rewritePath(request, strip, add);
        }
        target.rewriteHost(host);
    }

    /** Takes away what makes some frameworks act on another method than the request line's, unless the client is trusted. */
    public void dropMethodOverrides(MessageHead request) {
        for (int i = 0; i < request.count(); i++) {
            FieldName name = request.known(i);
            if (name != null && name.isMethodOverride()) {
                dropUnlessTrusted(request, i);
            }
        }
    }

    /**
     * Takes Max-Forwards where it means something (RFC 9110 section 7.6.2); false when there are two, or it is no number: nobody could
     * say how far the request may still go.
     */
    private boolean readHops(MessageHead request) {
        int field = maxForwardsField;
        if (field < 0 || !(request.methodIs(TRACE) || request.methodIs(OPTIONS))) {
            return true;
        }
        int start = request.valueStart(field);
        int end = request.valueEnd(field);
        long hops = 0;
        for (int i = start; i < end; i++) {
            byte b = request.bytes()[i];
            if (!Octets.isDigit(b)) {
                return false;
            }
            // What is more than we count to is lowered to that.
            hops = Math.min(hops * 10 + b - '0', MOST_HOPS + 1L);
        }
        hopsLeft = (int) hops;
        request.drop(field);
        return end > start && !maxForwardsRepeated;
    }

    /** Whether the request must not be passed on any more, because the client counted its hops. */
    public boolean isLastHop() {
        return hopsLeft == 0;
    }

    /** Writes Max-Forwards with one hop less, if the client counts hops. */
    public void writeHops(HeadWriter out) {
        if (hopsLeft > 0) {
            out.put(MAX_FORWARDS);
            out.decimal(hopsLeft - 1L);
            out.put((byte) '\r');
            out.put((byte) '\n');
        }
    }

    /** What the request is called; empty until it is set. */
    public RequestId requestId() {
        return requestId;
    }
}
