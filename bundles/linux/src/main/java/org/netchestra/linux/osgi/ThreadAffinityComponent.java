package org.netchestra.linux.osgi;

import java.util.List;
import org.netchestra.core.os.ProcessorAffinity;
import org.netchestra.linux.ThreadAffinity;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers the affinity of threads; where native code does not run, says why and leaves threads to the kernel. */
@Component
public final class ThreadAffinityComponent implements ProcessorAffinity {

    private static final Logger LOG = LoggerFactory.getLogger(ThreadAffinityComponent.class);

    private final ProcessorAffinity affinity;

    @Activate
    public ThreadAffinityComponent() {
        affinity = NativePart.orElse(
                ThreadAffinity::new, NONE, why -> LOG.warn("threads cannot be kept to processors: {}", why));
    }

    @Override
    public List<Integer> allowed() {
        return affinity.allowed();
    }

    @Override
    public boolean keepTo(List<Integer> processors) {
        return affinity.keepTo(processors);
    }
}
