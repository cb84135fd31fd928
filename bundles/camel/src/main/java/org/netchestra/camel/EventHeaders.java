package org.netchestra.camel;

/**
 * The headers of a message from {@code netchestra:events}. They begin with {@code Camel}, as those of all components
 * do, so that none leaves the appliance with an HTTP request by accident.
 */
final class EventHeaders {

    /** The topic, such as {@code server/state}. */
    static final String TOPIC = "CamelNetchestraTopic";

    /** The virtual server concerned; absent when there is none. */
    static final String VIRTUAL_SERVER = "CamelNetchestraVirtualServer";

    /** The real server concerned; absent when there is none. */
    static final String SERVER = "CamelNetchestraServer";

    /** Why it happened; absent when not told. */
    static final String REASON = "CamelNetchestraReason";

    /** {@code info}, {@code warning} or {@code error}. */
    static final String SEVERITY = "CamelNetchestraSeverity";

    /** When it happened, in UTC: {@code 2026-11-21T10:15:30.123Z}. */
    static final String TIME = "CamelNetchestraTime";

    /** The whole event as one line of JSON. */
    static final String JSON = "CamelNetchestraJson";

    private EventHeaders() {}
}
