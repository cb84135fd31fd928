package org.netchestra.dispatcher.semantics;

import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Octets;

/**
 * The options of a Connection header (RFC 9110 section 7.6.1): drops every field they name, and remembers the ones that mean
 * something to the dispatcher. Reused; confined to one event loop.
 */
final class ConnectionOptions {

    private static final byte[] CLOSE = {'c', 'l', 'o', 's', 'e'};
    private static final byte[] KEEP_ALIVE = {'k', 'e', 'e', 'p', '-', 'a', 'l', 'i', 'v', 'e'};
    private static final byte[] UPGRADE = {'u', 'p', 'g', 'r', 'a', 'd', 'e'};

    /** More options than anybody sends: each one is compared with every field. */
    private static final int MAX_OPTIONS = 32;

    private boolean close;
    private boolean keepAlive;
    private boolean upgrade;

    void clear() {
        close = false;
        keepAlive = false;
        upgrade = false;
    }

    boolean isUpgrade() {
        return upgrade;
    }

    /** Whether the sender of a message of this version wants the connection to stay open (RFC 9112 section 9.3). */
    boolean isPersistent(int minorVersion) {
        return !close && (minorVersion >= 1 || keepAlive);
    }

    /** Takes one Connection field; false when it is no list of tokens. */
    boolean read(MessageHead head, int index) {
        byte[] bytes = head.bytes();
        int end = head.valueEnd(index);
        int position = head.valueStart(index);
        int options = 0;
        while (position < end) {
            int start = position;
            while (position < end && Octets.isToken(bytes[position])) {
                position++;
            }
            if (position > start) {
                option(head, start, position);
            }
            while (position < end && Octets.isBlank(bytes[position])) {
                position++;
            }
            boolean separated = position == end || bytes[position++] == ',';
            if (!separated || ++options > MAX_OPTIONS) {
                return false;
            }
            while (position < end && Octets.isBlank(bytes[position])) {
                position++;
            }
        }
        return true;
    }

    private void option(MessageHead head, int start, int end) {
        byte[] bytes = head.bytes();
        if (Octets.equalsIgnoreCase(bytes, start, end, KEEP_ALIVE)) {
            keepAlive = true;
        } else if (Octets.equalsIgnoreCase(bytes, start, end, CLOSE)) {
            close = true;
        } else if (Octets.equalsIgnoreCase(bytes, start, end, UPGRADE)) {
            upgrade = true;
        } else {
            dropNamed(head, start, end);
        }
    }

    /** Host and the framing fields are written anew from what was parsed, so that naming them here has no effect. */
    private static void dropNamed(MessageHead head, int start, int end) {
        byte[] bytes = head.bytes();
        for (int i = 0; i < head.count(); i++) {
            if (head.nameEnd(i) - head.nameStart(i) == end - start && sameName(bytes, head.nameStart(i), start, end)) {
                head.drop(i);
            }
        }
    }

    private static boolean sameName(byte[] bytes, int nameStart, int start, int end) {
        for (int i = 0; i < end - start; i++) {
            if (Octets.lower(bytes[nameStart + i]) != Octets.lower(bytes[start + i])) {
                return false;
            }
        }
        return true;
    }
}
