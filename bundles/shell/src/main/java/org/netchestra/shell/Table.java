package org.netchestra.shell;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.karaf.shell.support.table.Col;
import org.apache.karaf.shell.support.table.ShellTable;

/** Rows that print as one of Karaf's tables, or bare: Karaf pads its unformatted tables, which no script wants. */
final class Table {

    private final List<Col> columns = new ArrayList<>();
    private final List<Object[]> rows = new ArrayList<>();
    private final String emptyText;

    /**
     * @param emptyText what a person reads when there is no row
     */
    Table(String emptyText) {
        this.emptyText = emptyText;
    }

    Table left(String... headers) {
        Stream.of(headers).map(Col::new).forEach(columns::add);
        return this;
    }

    Table right(String... headers) {
        Stream.of(headers).map(header -> new Col(header).alignRight()).forEach(columns::add);
        return this;
    }

    void row(Object... cells) {
        rows.add(cells);
    }

    /**
     * @param bare whether to print the cells alone, parted by tabs
     */
    void print(PrintStream out, boolean bare) {
        if (bare) {
            rows.forEach(
                    row -> out.println(Stream.of(row).map(Table::withoutTabs).collect(Collectors.joining("\t"))));
            return;
        }
        ShellTable table = new ShellTable().emptyTableText(emptyText);
        columns.forEach(table::column);
        rows.forEach(row -> table.addRow().addContent(row));
        table.print(out);
    }

    private static String withoutTabs(Object cell) {
        return String.valueOf(cell).replace('\t', ' ');
    }
}
