package org.netchestra.api.journal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/** A request as the dispatcher sees it. Asked only during calls of {@link ExchangeJournal}, on the caller's thread. */
@ConsumerType
public interface JournalRequest {

    /**
     * The head, as the dispatcher wants it back for a replay; it is copied. Begins with the request line, because the
     * journal shows that line, and compares it when an idempotency key comes again.
     */
    ByteBuffer head();

    MethodClass methodClass();

    /** The path and query. */
    String target();

    /** A header field's value by its name in lower case, or null; several {@code cookie} lines joined by semicolons. */
    @Nullable
    String header(String name);
}
