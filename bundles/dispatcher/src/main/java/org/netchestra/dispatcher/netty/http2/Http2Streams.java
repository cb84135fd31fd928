package org.netchestra.dispatcher.netty.http2;

import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The streams of one HTTP/2 connection that are open, and what is known of all others (RFC 9113 section 5.1.1). Confined to its event loop. */
final class Http2Streams {

    private static final int ANY = Integer.MAX_VALUE;

    /** Streams that were reset while the peer may still send on them; beyond that it is told once more. */
    private static final int REMEMBERED = 64;

    private final boolean server;
    private final IntObjectHashMap<Http2Stream> open = new IntObjectHashMap<>();
    private final int[] reset = new int[REMEMBERED];
    private int resets;
    private int lastOfPeer;
    private int lastOfOurs = -1;
    private int lastTaken = ANY;
    private int lastTakenByPeer = ANY;

    /** @param server whether the peer opens the streams, and not this side */
    Http2Streams(boolean server) {
        this.server = server;
    }

    /** The stream of this number, when it is open. */
    @Nullable
    Http2Stream find(int number) {
        return open.get(number);
    }

    void add(Http2Stream stream) {
        open.put(stream.number(), stream);
    }

    void remove(Http2Stream stream) {
        open.remove(stream.number());
    }

    int count() {
        return open.size();
    }

    /** A copy of those that are open now. */
    List<Http2Stream> list() {
        return new ArrayList<>(open.values());
    }

    /** Whether the stream was never opened. */
    boolean isIdle(int number) {
        boolean odd = (number & 1) != 0;
        return !odd || number > (server ? lastOfPeer : lastOfOurs);
    }

    /** Whether the peer may open the stream. */
    boolean mayOpen(int number) {
        return server && isIdle(number) && (number & 1) != 0;
    }

    /** The peer has opened a stream, and so can open none below it; whether it is still to be taken. */
    boolean openedByPeer(int number) {
        lastOfPeer = number;
        return number <= lastTaken;
    }

    int lastOfPeer() {
        return lastOfPeer;
    }

    int lastOfOurs() {
        return lastOfOurs;
    }

    /** The number of the next stream of this side. */
    int next() {
        lastOfOurs += 2;
        return lastOfOurs;
    }

    /** No stream above this one is taken; what the peer is to be told, which is never more than before (RFC 9113 section 6.8). */
    int takeNoneAbove(int number) {
        lastTaken = Math.min(lastTaken, number);
        return lastTaken;
    }

    boolean isTaken(int number) {
        return number <= lastTaken;
    }

    /** The peer takes no stream above this one; false when it has said less before. */
    boolean peerTakesNoneAbove(int number) {
        boolean sound = number <= lastTakenByPeer;
        lastTakenByPeer = Math.min(lastTakenByPeer, number);
        return sound;
    }

    boolean isTakenByPeer(int number) {
        return number <= lastTakenByPeer;
    }

    /** Whether the peer has said that it leaves. */
    boolean isPeerLeaving() {
        return lastTakenByPeer != ANY;
    }

    /** This side has reset the stream; what the peer has sent before it knew means nothing. */
    void remember(int number) {
        reset[resets++ % REMEMBERED] = number;
    }

    boolean isRemembered(int number) {
        for (int one : reset) {
            if (one == number) {
                return true;
            }
        }
        return false;
    }
}
