package org.netchestra.dispatcher.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostTableTest {

    @ParameterizedTest
    @CsvSource({
        "shop.example, exact",
        "SHOP.example, exact",
        "a.shop.example, wildcard",
        "www.shop.example, exact of the wildcard's",
        "b.a.shop.example, default",
        "shop.example.org, default",
        ".shop.example, default",
        "example, default",
        ", default"
    })
    void shouldPreferExactOverWildcardOverDefault(String name, String expected) {
        HostTable<String> table = new HostTable<>("default");
        table.add(List.of("*.shop.example"), "wildcard");
        table.add(List.of("shop.example"), "exact");
        table.add(List.of("www.shop.example"), "exact of the wildcard's");
        table.add(List.of("shop.example", "*.shop.example"), "too late");

        assertThat(table.find(name)).isEqualTo(expected);
    }
}
