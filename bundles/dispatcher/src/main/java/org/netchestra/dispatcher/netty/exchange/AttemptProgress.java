package org.netchestra.dispatcher.netty.exchange;

import org.netchestra.api.journal.JournalEntry;
import org.netchestra.api.journal.Progress;
import org.netchestra.api.journal.ReplyFacts;

/**
 * How far the attempt at a server came, for a journal that may ask later. Some field writes on the fast path. Reused with its exchange;
 * confined to its event loop.
 */
final class AttemptProgress {

    private Progress progress = Progress.NOT_SENT;
    private String server = "";
    private boolean assigned;
    private boolean sent;

    /** A request is coming. */
    void begin() {
        progress = Progress.NOT_SENT;
        assigned = false;
        sent = false;
    }

    /** A server had the request before a restart. */
    void resume() {
        sent = true;
    }

    /** Another server is to have it. */
    void assigned(String to) {
        server = to;
        assigned = true;
        progress = Progress.NOT_SENT;
    }

    /** The server has failed. */
    void failed() {
        assigned = false;
    }

    /** A byte is about to be written; whether it is the first of this attempt. */
    boolean sending() {
        if (progress != Progress.NOT_SENT) {
            return false;
        }
        progress = Progress.SENT_PART;
        sent = true;
        return true;
    }

    void sentAll() {
        if (progress == Progress.SENT_PART) {
            progress = Progress.SENT_ALL;
        }
    }

    void replyBegan() {
        progress = Progress.REPLY_BUFFERED;
    }

    void delivering() {
        progress = Progress.CLIENT_STARTED;
    }

    Progress reached() {
        return progress;
    }

    /** Whether the client has got something of the reply. */
    boolean isDelivering() {
        return progress == Progress.CLIENT_STARTED;
    }

    /** Whether the current server may have got a byte of the request. */
    boolean isSent() {
        return assigned && progress != Progress.NOT_SENT;
    }

    /** Whether any server may have got one. */
    boolean wasSent() {
        return sent;
    }

    /**
     * Tells an entry that was opened only now what has happened so far.
     *
     * @param status the reply's, if there is one
     */
    void tell(JournalEntry opened, int status) {
        if (!assigned) {
            return;
        }
        opened.assigned(server);
        if (progress.compareTo(Progress.SENT_PART) >= 0) {
            opened.sending();
        }
        if (progress.compareTo(Progress.SENT_ALL) >= 0) {
            opened.sentAll();
        }
        if (progress.compareTo(Progress.REPLY_BUFFERED) >= 0) {
            opened.replyBegan();
        }
        if (progress == Progress.CLIENT_STARTED) {
            opened.delivering(ReplyFacts.of(status));
        }
    }
}
