package org.netchestra.management;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.management.DescriptorKey;

/** What an MBean, an attribute, an operation or a parameter means, for the people who meet it in a JMX client. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
public @interface Description {

    String value();

    /** The unit of a number, also a field of the attribute's descriptor. */
    @DescriptorKey("units")
    String units() default "";
}
