package org.netchestra.management.osgi;

import java.lang.management.ManagementFactory;
import org.netchestra.api.journal.RequestJournal;
import org.netchestra.management.JournalBean;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Keeps the journal's MBean as long as there is a journal. */
@Component(service = {})
public final class JournalManagement {

    private final AutoCloseable registration;

    @Activate
    public JournalManagement(@Reference RequestJournal journal) {
        registration = JournalBean.register(journal, ManagementFactory.getPlatformMBeanServer(), System::nanoTime);
    }

    @Deactivate
    void stop() throws Exception {
        registration.close();
    }
}
