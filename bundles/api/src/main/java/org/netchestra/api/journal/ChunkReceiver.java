package org.netchestra.api.journal;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/** Receives one piece of a kept body. Must not block. */
@ConsumerType
public interface ChunkReceiver {

    /** Bytes of the body; valid until the next call to {@link RequestReader#next} or {@link RequestReader#close}. */
    void onChunk(ByteBuffer bytes);

    /** There is no more. */
    void onEnd();

    /** The rest cannot be read: the request is no longer kept. */
    void onLost(String reason);
}
