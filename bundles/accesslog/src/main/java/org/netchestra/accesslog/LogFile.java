package org.netchestra.accesslog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that lines are appended to: rotates by itself, and makes a new file when somebody else has moved it away.
 * Confined to the writer's thread.
 */
final class LogFile implements LineSink {

    private static final Logger LOG = LoggerFactory.getLogger(LogFile.class);

    private static final long CHECK_EVERY_MILLIS = 1000;
    private static final long ROTATE_AGAIN_AFTER_MILLIS = 60_000;
    private static final Set<StandardOpenOption> APPEND = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);

    private final Path path;
    private final Rotation rotation;
    private final KeptFiles kept;
    private @Nullable FileChannel channel;
    private @Nullable Object identity;
    private LocalDate day = LocalDate.EPOCH;
    private long size;
    private long checkedAtMillis = Long.MIN_VALUE;
    private long rotatesAgainAtMillis = Long.MIN_VALUE;

    LogFile(Path path, Rotation rotation, int keep) {
        this.path = path;
        this.rotation = rotation;
        kept = new KeptFiles(path, keep);
    }

    /** Fails when the file cannot be written to; makes it and its directory when they are missing. */
    static void requireWritable(Path path) throws IOException {
        openChannel(path).close();
    }

    @Override
    public void check(long nowMillis) throws IOException {
        // The wall clock may be set back.
        if (nowMillis >= checkedAtMillis && nowMillis < checkedAtMillis + CHECK_EVERY_MILLIS) {
            return;
        }
        checkedAtMillis = nowMillis;
        if (channel != null && movedAway()) {
            close();
        }
        FileChannel open = opened();
        // Also when somebody has truncated it.
        size = open.size();
        if (due(0, nowMillis)) {
            rotate(nowMillis);
        }
    }

    @Override
    public void write(ByteBuffer lines, long nowMillis) throws IOException {
        FileChannel open = opened();
        if (due(lines.remaining(), nowMillis)) {
            open = rotate(nowMillis);
        }
        if (size == 0) {
            day = rotation.day(nowMillis);
        }
        long before = open.size();
        try {
            while (lines.hasRemaining()) {
                size += open.write(lines);
            }
        } catch (IOException failure) {
            discardPart(open, before, failure);
            throw failure;
        }
    }

    /** A line that was written in part, such as on a full disk, would run into the next one. */
    private void discardPart(FileChannel open, long before, IOException failure) {
        try {
            open.truncate(before);
            size = before;
            close();
        } catch (IOException another) {
            failure.addSuppressed(another);
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    private boolean due(long more, long nowMillis) {
        return rotation.due(size, more, day, nowMillis) && nowMillis >= rotatesAgainAtMillis;
    }

    /** When files cannot be moved, better too large a file than no log. */
    private FileChannel rotate(long nowMillis) throws IOException {
        close();
        try {
            kept.shift();
        } catch (IOException | DirectoryIteratorException failure) {
            rotatesAgainAtMillis = nowMillis + ROTATE_AGAIN_AFTER_MILLIS;
            LOG.warn("access log: {} is not rotated and grows: {}", path, failure.toString());
        }
        return opened();
    }

    private boolean movedAway() throws IOException {
        try {
            return !Objects.equals(identity, attributes().fileKey());
        } catch (NoSuchFileException gone) {
            return true;
        }
    }

    private FileChannel opened() throws IOException {
        FileChannel open = channel;
        if (open != null) {
            return open;
        }
        open = openChannel(path);
        channel = open;
        BasicFileAttributes attributes = attributes();
        identity = attributes.fileKey();
        size = attributes.size();
        day = rotation.day(attributes.lastModifiedTime().toMillis());
        return open;
    }

    private BasicFileAttributes attributes() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class);
    }

    private static FileChannel openChannel(Path path) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            Files.createDirectories(directory);
        }
        return FileChannel.open(path, APPEND, readableByOwnerAndGroup(path));
    }

    /** Addresses and targets are personal data. */
    private static FileAttribute<?>[] readableByOwnerAndGroup(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"))
                }
                : new FileAttribute<?>[0];
    }
}
