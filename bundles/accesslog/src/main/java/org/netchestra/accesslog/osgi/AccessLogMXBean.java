package org.netchestra.accesslog.osgi;

/** The access log over JMX, as {@code org.netchestra:type=AccessLog}. Counters begin at the bundle's start. */
public interface AccessLogMXBean {

    /** Lines written to the file. */
    long getWritten();

    /** Lines lost because the disk failed or was slower than the traffic. */
    long getDropped();

    /** Lines that wait to be written. */
    int getQueueLength();

    /** The file that is written to; empty when the log is switched off. */
    String getFile();
}
