package org.netchestra.experiments.vectors;

/** Cases of parts of the product that this command cannot reach or that are not there. */
enum UnsupportedFormat implements Format {
    TIME_PERIOD("time period", "period", "at"),
    ALERT("mon alert", "rule", "events"),
    MON_CONFIGURATION("mon configuration", "groups", "watches"),
    HEARTBEAT_CONFIGURATION("heartbeat configuration", "text", "config"),
    VRRP("VRRP timers", "priority", "adver_cs"),
    GRATUITOUS_ARP("gratuitous ARP", "vip", "mac");

    private final String subject;
    private final String first;
    private final String second;

    UnsupportedFormat(String subject, String first, String second) {
        this.subject = subject;
        this.first = first;
        this.second = second;
    }

    @Override
    public boolean recognises(Fields vector) {
        return vector.has(first, second);
    }

    @Override
    public String name(Fields vector) {
        return subject;
    }

    @Override
    public void run(Fields vector, Verdicts verdicts) {
        verdicts.unsupported(subject);
    }
}
