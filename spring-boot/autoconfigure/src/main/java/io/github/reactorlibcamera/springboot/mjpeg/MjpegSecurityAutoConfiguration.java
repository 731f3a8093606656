package io.github.reactorlibcamera.springboot.mjpeg;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.web.server.WebFilterChainProxy;

/** Where Spring Security guards the application, changing controls takes a role besides. */
@AutoConfiguration(
        after = MjpegAutoConfiguration.class,
        afterName = "org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ReactiveSecurityContextHolder.class, WebFilterChainProxy.class})
@ConditionalOnBean({WebFilterChainProxy.class, MjpegProperties.class})
public class MjpegSecurityAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    ControlAccess libcameraControlAccess(MjpegProperties properties) {
        return new RoleControlAccess(properties.controls().role());
    }
}
