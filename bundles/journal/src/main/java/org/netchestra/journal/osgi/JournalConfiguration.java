package org.netchestra.journal.osgi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.netchestra.journal.Fsync;
import org.netchestra.journal.JournalSettings;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What can be set for the journal of all virtual servers together. */
@ObjectClassDefinition(
        name = "Netchestra journal",
        description = "Where requests are kept until their replies are confirmed")
@interface JournalConfiguration {

    @AttributeDefinition(description = "where files go; empty for netchestra/journal in Karaf's data directory")
    String directory() default "";

    @AttributeDefinition(name = "memory-megabytes", description = "requests kept in memory", min = "1")
    int memory$_$megabytes() default 64;

    @AttributeDefinition(name = "disk-megabytes", description = "bodies above 64 kB kept on disk", min = "0")
    int disk$_$megabytes() default 8192;

    @AttributeDefinition(name = "log-megabytes", description = "the log of durable journals on disk", min = "1")
    int log$_$megabytes() default 1024;

    @AttributeDefinition(name = "segment-megabytes", description = "one file of that log", min = "1")
    int segment$_$megabytes() default 64;

    @AttributeDefinition(
            name = "segment-age-minutes",
            description = "the oldest file of that log; longer than reply-minutes",
            min = "1")
    int segment$_$age$_$minutes() default 30;

    @AttributeDefinition(
            name = "queue-megabytes",
            description = "bytes waiting for the disk above which uploading clients are asked to wait",
            min = "1")
    int queue$_$megabytes() default 8;

    @AttributeDefinition(
            description =
                    "when written records are forced to the disk: off (they survive the process, not the machine), "
                            + "batch (every 100 ms, nobody waits), every (before a request goes on)",
            options = {@Option("off"), @Option("batch"), @Option("every")})
    String fsync() default "off";

    @AttributeDefinition(
            name = "reply-minutes",
            description = "how long replies are kept for repeated idempotency keys",
            min = "0")
    int reply$_$minutes() default 10;

    @AttributeDefinition(
            name = "reply-megabytes",
            description = "such replies of one virtual server in memory",
            min = "1")
    int reply$_$megabytes() default 16;

    /** Turns the annotation into settings. */
    final class Reader {

        private Reader() {}

        static JournalSettings settings(JournalConfiguration c, Path directory) {
            return new JournalSettings(
                    directory,
                    megabytes(c.memory$_$megabytes()),
                    megabytes(c.disk$_$megabytes()),
                    megabytes(c.log$_$megabytes()),
                    megabytes(c.segment$_$megabytes()),
                    Duration.ofMinutes(c.segment$_$age$_$minutes()),
                    megabytes(c.queue$_$megabytes()),
                    Fsync.valueOf(c.fsync().toUpperCase(Locale.ROOT)),
                    Duration.ofMinutes(c.reply$_$minutes()),
                    megabytes(c.reply$_$megabytes()));
        }

        private static long megabytes(int count) {
            return (long) count << 20;
        }
    }
}
