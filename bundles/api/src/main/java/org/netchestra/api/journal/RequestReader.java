package org.netchestra.api.journal;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/** Reads a kept request in constant memory. Confined to the exchange's event loop; call {@link #close} at the end. */
@ProviderType
public interface RequestReader {

    /** The head as it was given to the journal. */
    ByteBuffer head();

    /**
     * Asks for the next piece of the body. One call at a time: the next one may come when the receiver has been called.
     * Pieces in memory are received before this method returns, those on disk later on a thread of the journal; at the end
     * of what has come so far, when more has come.
     */
    void next(ChunkReceiver receiver);

    /** Nothing more is wanted. */
    void close();
}
