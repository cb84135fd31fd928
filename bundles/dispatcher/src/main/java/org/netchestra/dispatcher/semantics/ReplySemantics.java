package org.netchestra.dispatcher.semantics;

import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.message.FieldName;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Octets;
import org.netchestra.dispatcher.message.Refusal;

/**
 * What a parsed reply head means for the connection: how long its body is and whether the server keeps the connection. Drops the
 * fields that are not passed on. Reused; confined to one event loop.
 */
public final class ReplySemantics {

    private static final byte[] WEBSOCKET = {'w', 'e', 'b', 's', 'o', 'c', 'k', 'e', 't'};

    private final Framing framing = new Framing();
    private final ConnectionOptions options = new ConnectionOptions();
    private boolean bodiless;
    private boolean persistent;
    private int upgradeField;

    /**
     * Reads a reply head.
     *
     * @param toHead whether it answers a HEAD request
     * @param upgradeAsked whether the request asked for a tunnel
     * @return why it is refused, or null
     */
    public @Nullable Refusal read(MessageHead reply, boolean toHead, boolean upgradeAsked) {
        framing.clear();
        options.clear();
        upgradeField = -1;
        for (int i = 0; i < reply.count(); i++) {
            FieldName name = reply.known(i);
            if (name != null && !field(reply, i, name)) {
                return Refusal.BAD_REPLY;
            }
        }
        int status = reply.status();
        if (framing.isChunked() && (framing.length() >= 0 || reply.minorVersion() == 0)) {
            return Refusal.BAD_REPLY;
        }
        if (status == 101 && !(upgradeAsked && upgradeField >= 0 && options.isUpgrade())) {
            return Refusal.BAD_REPLY;
        }
        bodiless = toHead || status < 200 || status == 204 || status == 304;
        persistent = options.isPersistent(reply.minorVersion()) && status != 101;
        return null;
    }

    private boolean field(MessageHead reply, int index, FieldName name) {
        byte[] bytes = reply.bytes();
        int start = reply.valueStart(index);
        int end = reply.valueEnd(index);
        switch (name) {
            case CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION, UPGRADE -> reply.drop(index);
            case KEEP_ALIVE, PROXY_CONNECTION, TE, HTTP2_SETTINGS -> reply.drop(index);
            default -> {}
        }
        return switch (name) {
            case CONTENT_LENGTH -> framing.readLength(bytes, start, end);
            case TRANSFER_ENCODING -> framing.readCoding(bytes, start, end);
            case CONNECTION -> options.read(reply, index);
            case UPGRADE -> {
                upgradeField = Octets.equalsIgnoreCase(bytes, start, end, WEBSOCKET) ? index : -1;
                yield true;
            }
            default -> true;
        };
    }

    /** Whether no body follows, whatever the framing fields say (RFC 9112 section 6.3). */
    public boolean isBodiless() {
        return bodiless;
    }

    public boolean isChunked() {
        return framing.isChunked();
    }

    /** The declared length of the body, or -1. */
    public long contentLength() {
        return framing.length();
    }

    /** Whether the body ends where the server closes the connection. */
    boolean isDelimitedByClose() {
        return !bodiless && !framing.isChunked() && framing.length() < 0;
    }

    /** Whether the server keeps the connection for another exchange. */
    public boolean isPersistent() {
        return persistent && !isDelimitedByClose();
    }
}
