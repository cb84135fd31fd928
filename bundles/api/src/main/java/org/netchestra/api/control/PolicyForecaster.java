package org.netchestra.api.control;

import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Tells what policies would make of a virtual server's recent traffic, by simulation over its own access log: what if, before
 * the swap. Thread-safe service; one forecast at a time, away from the event loops.
 */
@ProviderType
public interface PolicyForecaster {

    /**
     * Simulates the policy in force and the candidates.
     *
     * @param candidates with their options, as a configuration writes them
     * @param exchanges how many of the latest lines of the access log are used at most
     * @throws IOException when there is no access log that tells servers and times, or another forecast is being made
     * @throws IllegalArgumentException when a candidate is no policy or has other options
     * @throws UnknownNameException when there is no such virtual server
     */
    PolicyForecast forecast(String virtualServer, List<String> candidates, int exchanges) throws IOException;
}
