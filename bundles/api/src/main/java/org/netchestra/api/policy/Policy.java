package org.netchestra.api.policy;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Names a {@link BalancingPolicy} component: sets the service property {@value #PROPERTY}, the word that a configuration
 * writes after {@code policy =}.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Policy {

    /** The service property that this annotation sets. */
    String PROPERTY = "netchestra.policy";

    /** Prefix of the property's key, read by the OSGi tooling. */
    String PREFIX_ = "netchestra.";

    /** The policy's name: lower case letters, digits and hyphens. */
    String value();
}
