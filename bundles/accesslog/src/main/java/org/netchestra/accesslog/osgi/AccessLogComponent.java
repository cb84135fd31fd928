package org.netchestra.accesslog.osgi;

import java.time.ZoneId;
import java.util.Map;
import org.netchestra.accesslog.SettingsReader;
import org.netchestra.accesslog.SwitchableLog;
import org.netchestra.api.exchange.ExchangeListener;
import org.netchestra.api.exchange.ExchangeRecord;
import org.netchestra.core.config.ConfigurationProblem;
import org.netchestra.core.config.InvalidConfigurationException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The access log as a listener. Reads its keys as they were written: a converted one would hide what was wrong. */
@Component(configurationPid = AccessLogComponent.PID, immediate = true)
@Designate(ocd = AccessLogComponent.Configuration.class)
public final class AccessLogComponent implements ExchangeListener {

    static final String PID = "org.netchestra.accesslog";

    private static final Logger LOG = LoggerFactory.getLogger(AccessLogComponent.class);

    /** The keys, for consoles that edit configurations. */
    @ObjectClassDefinition(name = "Netchestra access log", description = "A line for every exchange")
    @interface Configuration {

        @AttributeDefinition(description = "whether there is an access log")
        boolean enabled() default true;

        @AttributeDefinition(description = "where lines are appended; ${name} is a system property")
        String file() default SettingsReader.DEFAULT_FILE;

        @AttributeDefinition(description = "combined, haproxy or json")
        String format() default "combined";

        @AttributeDefinition(
                name = "virtual-servers",
                description = "names, parted by commas, of those that are logged; * for all")
        String virtual$_$servers() default "*";

        @AttributeDefinition(name = "max-bytes", description = "size at which the file is rotated, such as 100m")
        String max$_$bytes() default "100m";

        @AttributeDefinition(name = "rotate-daily", description = "whether the file is rotated at midnight too")
        boolean rotate$_$daily() default true;

        @AttributeDefinition(description = "rotated files that are kept", min = "0", max = "10000")
        int keep() default 10;

        @AttributeDefinition(
                name = "max-queue-bytes",
                description = "memory for lines that wait for the disk; beyond it lines are dropped and counted")
        String max$_$queue$_$bytes() default "16m";
    }

    private final SwitchableLog log = new SwitchableLog(ZoneId.systemDefault());
    private final AccessLogBean bean;

    @Activate
    public AccessLogComponent(Map<String, Object> properties) {
        if (!apply(properties)) {
            apply(Map.of());
        }
        bean = AccessLogBean.register(log);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        apply(properties);
    }

    @Deactivate
    void deactivate() {
        bean.close();
        log.close();
    }

    @Override
    public void onEnd(ExchangeRecord exchange) {
        log.onEnd(exchange);
    }

    private boolean apply(Map<String, Object> properties) {
        WrittenKeys written = WrittenKeys.of(properties);
        try {
            log.apply(SettingsReader.read(written.keys(), System.getProperties()));
            LOG.info("access log: {}", log.file().isEmpty() ? "off" : log.file());
            return true;
        } catch (InvalidConfigurationException invalid) {
            for (ConfigurationProblem problem : written.located(invalid.problems())) {
                LOG.error("access log: the last good settings go on: {}", problem);
            }
            return false;
        }
    }
}
