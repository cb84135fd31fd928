package org.netchestra.journal;

/** Why a request is no longer kept. */
enum GiveUp {
    /** Its body is larger than the virtual server keeps. */
    BODY_TOO_LARGE("the body is larger than journal-max-body"),
    /** The journal's memory is used up. */
    MEMORY("the journal's memory is used up"),
    /** The journal's space on disk is used up. */
    DISK_FULL("the journal's space on disk is used up"),
    /** A write failed. */
    DISK_ERROR("the journal's disk failed"),
    /** The disk is too slow for what comes. */
    DISK_SLOW("the journal's disk cannot keep up"),
    /** The steps of a transaction are more than is kept of one. */
    TRANSACTION_TOO_LARGE("the transaction is larger than is kept of one");

    private final String text;

    GiveUp(String text) {
        this.text = text;
    }

    /** Half a sentence for logs. */
    String text() {
        return text;
    }
}
