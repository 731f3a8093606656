package io.github.reactorlibcamera.springboot.mjpeg;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;

/** Says why a servlet application has no endpoint: live pictures to many would take a thread for each viewer. */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(
        name = {"libcamera.enabled", "libcamera.mjpeg.enabled"},
        matchIfMissing = true)
public class ServletNoticeAutoConfiguration implements InitializingBean {
    private static final Logger log = LoggerFactory.getLogger(ServletNoticeAutoConfiguration.class);

    @Override
    public void afterPropertiesSet() {
        log.info(
                "There are camera beans, and no MJPEG endpoint: this is a servlet application, and the endpoint is for reactive"
                        + " ones, with spring-boot-starter-webflux and without spring-boot-starter-webmvc"
                        + " (libcamera.mjpeg.enabled=false silences this)");
    }
}
