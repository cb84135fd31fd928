package org.netchestra.accesslog;

import java.time.ZoneId;

/** The formats that can be configured. */
public enum Format {
    COMBINED,
    HAPROXY,
    JSON;

    /**
     * @param zone of the times that are printed; JSON prints UTC
     */
    LineFormat in(ZoneId zone) {
        return switch (this) {
            case COMBINED -> new CombinedFormat(zone);
            case HAPROXY -> new HaproxyFormat(zone);
            case JSON -> new JsonFormat();
        };
    }
}
