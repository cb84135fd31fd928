package org.netchestra.hawtio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "/", "/jmx/attributes", "/osgi/bundles.d/list"})
    void shouldAnswerPlacesInsideTheApplicationWithTheApplicationBehindTheLogin(String path) {
        assertThat(Page.at(path))
                .satisfies(page -> assertThat(page.file()).isEqualTo("index.html"))
                .satisfies(page -> assertThat(page.needsLogin()).isTrue());
    }

    @Test
    void shouldGiveTheLoginPageToEverybody() {
        assertThat(Page.at("/login.html").needsLogin()).isFalse();
        assertThat(Page.at("/index.html").needsLogin()).isTrue();
    }

    @Test
    void shouldLetBrowsersKeepWhatIsNamedByItsContent() {
        assertThat(Page.at("/js/app-fafe513f4b.js").unchanging()).isTrue();
        assertThat(Page.at("/hawtconfig.json").unchanging()).isFalse();
        assertThat(Page.at("/login.html").unchanging()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/WEB-INF/web.xml", "/org/netchestra/hawtio/Page.class", "/css/../../secret.css"})
    void shouldRefuseWhatIsNotOfTheApplication(String path) {
        assertThat(Page.at(path)).isNull();
    }
}
