package org.netchestra.management;

import java.util.Map;

/** The request journal. */
@Description(
        "Requests kept until their replies are confirmed, what became of those whose server failed, and transactions.")
public interface JournalMXBean {

    @Description(value = "Requests that have an entry in the journal now.", units = "requests")
    int getInFlight();

    @Description(value = "Entries since the start.", units = "requests")
    long getOpened();

    @Description(
            value = "Requests that were answered without needing an entry, because no server failed.",
            units = "requests")
    long getPassed();

    @Description(value = "Entries whose reply was delivered.", units = "requests")
    long getConfirmed();

    @Description(value = "Entries that ended with an error.", units = "requests")
    long getFailed();

    @Description(value = "Entries whose client left.", units = "requests")
    long getAbandoned();

    @Description("Requests sent to another server, by the rule that allowed it.")
    Map<String, Long> getReplaysByReason();

    @Description("Requests that were not sent to another server, by the rule that forbade it.")
    Map<String, Long> getFailuresByReason();

    @Description("Requests that could no longer be kept, by the reason.")
    Map<String, Long> getGivenUpByReason();

    @Description(value = "Answers that had to say that the outcome is unknown.", units = "requests")
    long getOutcomesUnknown();

    @Description(value = "Replies that were to be confirmed as a whole and were too large for that.", units = "replies")
    long getUnconfirmedReplies();

    @Description(value = "Kept in memory.", units = "bytes")
    long getMemoryBytes();

    @Description(value = "Kept on disk.", units = "bytes")
    long getDiskBytes();

    @Description(value = "Replies kept for clients that repeat their idempotency key.", units = "replies")
    int getStoredReplies();

    @Description(value = "Open transactions.", units = "transactions")
    int getTransactions();

    @Description(value = "Requests found in flight when the appliance started.", units = "requests")
    long getRecovered();

    @Description(value = "Writes to the disk that failed.", units = "writes")
    long getWriteErrors();

    @Description("The oldest entries in flight.")
    JournalEntryRow[] listInFlight(@Description("How many at most.") int max);

    @Description("The open transactions, those with a step in flight first.")
    TransactionRow[] listTransactions(@Description("How many at most.") int max);

    @Description("Ends a transaction: its step in flight fails, later ones are refused. Answers whether it was there.")
    boolean abortTransaction(@Description("The transaction's number.") long number);

    @Description("Gives the attempt in flight of a transaction up, so that its step goes to another server if the rules"
            + " allow it. Answers whether there was one.")
    boolean resendTransaction(@Description("The transaction's number.") long number);
}
