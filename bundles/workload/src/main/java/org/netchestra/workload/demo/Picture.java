package org.netchestra.workload.demo;

import java.util.List;
import java.util.Locale;

/** The papers' first figure: clients know one address, the dispatcher behind it knows the servers. */
final class Picture {
    private Picture() {}

    /**
     * Draws it.
     *
     * @param clients what the clients are, at most 16 characters
     * @param address the one address
     * @param policy the balancing policy
     * @param servers one line a real server
     */
    static String of(String clients, String address, String policy, List<String> servers) {
        int rows = Math.max(servers.size(), 3);
        int middle = servers.size() / 2;
        StringBuilder picture = new StringBuilder(512);
        row(picture, "clients", "the dispatcher", "real servers");
        for (int i = 0; i < rows; i++) {
            String left = i == middle ? clients + " --->" : "";
            String right = i < servers.size() ? arrow(i, middle) + servers.get(i) : "";
            row(picture, left, box(i - middle, address, policy), right);
        }
        return picture.toString();
    }

    private static String box(int rowFromMiddle, String address, String policy) {
        return switch (rowFromMiddle) {
            case -1 -> String.format(Locale.ROOT, "| %-21s |", "Netchestra");
            case 0 -> String.format(Locale.ROOT, "| %-21s |", address);
            case 1 -> String.format(Locale.ROOT, "| %-21s |", "policy " + policy);
            default -> "";
        };
    }

    private static String arrow(int i, int middle) {
        return i == middle ? "----> " : i < middle ? "  /-> " : "  \\-> ";
    }

    private static void row(StringBuilder picture, String left, String centre, String right) {
        picture.append(String.format(Locale.ROOT, "  %-24s %-25s %s", left, centre, right)
                        .stripTrailing())
                .append('\n');
    }
}
