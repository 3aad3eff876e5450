package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenPathsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/q/health",
                "/q/health/ready",
                "/q/openapi",
                "/q/swagger-ui/",
                "/q/swagger-ui/index.css",
                "/static/app.js"
            })
    void opensHealthDocumentsAndStaticFiles(String path) {
        assertThat(OpenPaths.isOpen("GET", path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api",
                "/api/v1/vms",
                "/api/nothing",
                "/q",
                "/q/metrics",
                "/q/healthy",
                "/q/dev-ui",
                "//api/v1/vms",
                "/./api/v1/vms",
                "/q/health/../metrics",
                "/q/health/..",
                "/q/health/%2e%2e/metrics",
                "/q/swagger-ui/..%2f..%2fapi",
                "/%61pi/v1/vms",
                "/api;x/v1/vms",
                "/q/health/..;/metrics",
                "/q/health\\..\\metrics",
                ""
            })
    void needsTheTokenForAllElse(String path) {
        assertThat(OpenPaths.isOpen("GET", path)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"POST", "OPTIONS", "DELETE", "FOO"})
    void opensReadingOnly(String method) {
        assertThat(OpenPaths.isOpen(method, "/q/health")).isFalse();
    }
}
