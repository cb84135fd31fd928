package org.netchestra.hawtio;

import static java.util.Map.entry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file that answers a path of the console.
 *
 * @param file its name below the pages' directory
 * @param type its content type
 * @param needsLogin whether only a logged-in browser gets it
 * @param unchanging whether its name changes with its content, so that it may be kept for good
 */
public record Page(String file, String type, boolean needsLogin, boolean unchanging) {

    /** Where a browser without a session is sent. */
    public static final String LOGIN = "login.html";

    private static final Page APPLICATION = new Page("index.html", "text/html; charset=utf-8", true, false);
    private static final Map<String, String> TYPES = Map.ofEntries(
            entry("html", "text/html; charset=utf-8"),
            entry("js", "text/javascript; charset=utf-8"),
            entry("css", "text/css; charset=utf-8"),
            entry("json", "application/json; charset=utf-8"),
            entry("svg", "image/svg+xml"),
            entry("png", "image/png"),
            entry("gif", "image/gif"),
            entry("jpg", "image/jpeg"),
            entry("ico", "image/x-icon"),
            entry("ttf", "font/ttf"),
            entry("woff2", "font/woff2"));

    /**
     * Finds the file for a path. A path without a file name's ending is a place inside the application (its router
     * reads it in the browser), so it gets the application itself.
     *
     * @return null if there can be no such file
     */
    public static @Nullable Page at(@Nullable String path) {
        String file = path == null ? "" : path.replaceFirst("^/+", "");
        int dot = file.lastIndexOf('.');
        if (dot < file.lastIndexOf('/') || dot < 0) {
            return APPLICATION;
        }
        String type = TYPES.get(file.substring(dot + 1));
        if (type == null || file.contains("..")) {
            return null;
        }
        boolean needsLogin = file.endsWith(".html") && !file.equals(LOGIN);
        boolean unchanging = file.matches("(js|css)/.+-[0-9a-f]{10}\\.(js|css)") || file.startsWith("fonts/");
        return new Page(file, type, needsLogin, unchanging);
    }
}
