package org.netchestra.journal;

import java.nio.file.Path;
import java.util.concurrent.Executor;

/**
 * What all entries share to keep their requests in. Thread-safe.
 *
 * @param directory where files go
 * @param memory bytes in memory
 * @param disk bytes in files of bodies
 * @param writer writes
 * @param reading runs reads; its threads may block
 * @param blocks buffers of pieces
 */
record Storage(
        Path directory, ByteBudget memory, ByteBudget disk, DiskWriter writer, Executor reading, BlockPool blocks) {}
