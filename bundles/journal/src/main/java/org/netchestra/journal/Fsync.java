package org.netchestra.journal;

/** When written records are forced to the disk. What is not forced survives the death of the process, not that of the machine. */
public enum Fsync {
    /** When the operating system likes. */
    OFF,
    /** Every 100 ms, behind the requests' backs: that much may be lost with the machine. */
    BATCH,
    /** Before a request goes on; requests that wait together share one. */
    EVERY
}
