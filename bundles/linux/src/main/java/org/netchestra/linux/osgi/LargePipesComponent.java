package org.netchestra.linux.osgi;

import org.netchestra.core.os.PipeSizer;
import org.netchestra.linux.LargePipes;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers large pipes; where native code does not run, says why and offers ordinary ones. */
@Component
public final class LargePipesComponent implements PipeSizer {

    private static final Logger LOG = LoggerFactory.getLogger(LargePipesComponent.class);

    private final PipeSizer pipes;

    @Activate
    public LargePipesComponent() {
        pipes = NativePart.orElse(
                LargePipes::new, NONE, why -> LOG.warn("pipes for splice(2) stay at {} bytes: {}", ORDINARY, why));
    }

    @Override
    public int enlarge(int pipe) {
        return pipes.enlarge(pipe);
    }
}
