package org.netchestra.dispatcher.netty.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.ConnectionSpec;
import org.netchestra.core.config.ServerTlsSpec;
import org.netchestra.core.config.TlsSpec;

/**
 * How the files looked that a configuration names, and those beside them: equal as long as nobody has changed them. Immutable.
 *
 * @param stamps identity, size and time of each file
 */
record FileStamps(Map<Path, String> stamps) {

    /** Looks at the files; it blocks. */
    static FileStamps of(ConnectionSpec spec) {
        Map<Path, String> stamps = new TreeMap<>();
        for (Path path : paths(spec)) {
            Path directory =
                    Files.isDirectory(path) ? path : path.toAbsolutePath().getParent();
            // The directory's other files, too: a key may be in one of its own.
            try (Stream<Path> files = Files.list(directory == null ? path : directory)) {
                files.forEach(file -> stamps.put(file, stamp(file)));
            } catch (IOException unreadable) {
                stamps.put(path, unreadable.toString());
            }
        }
        return new FileStamps(stamps);
    }

    private static List<Path> paths(ConnectionSpec spec) {
        List<Path> paths = new ArrayList<>();
        TlsSpec tls = spec.tls();
        if (tls != null) {
            paths.addAll(tls.certificates());
            add(paths, tls.clientCa());
            add(paths, tls.passwordFile());
        }
        ServerTlsSpec serverTls = spec.serverTls();
        if (serverTls != null) {
            add(paths, serverTls.ca());
            add(paths, serverTls.certificate());
        }
        return paths;
    }

    private static void add(List<Path> paths, @Nullable Path path) {
        if (path != null) {
            paths.add(path);
        }
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.fileKey() + " " + attributes.size() + " " + attributes.lastModifiedTime();
        } catch (IOException gone) {
            return "gone";
        }
    }
}
