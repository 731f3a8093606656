package io.github.reactorlibcamera.springboot.mjpeg;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Lets those change controls who have a role of Spring Security's. Thread-safe. */
final class RoleControlAccess implements ControlAccess {
    private final String role;

    /** @param role without its prefix */
    RoleControlAccess(String role) {
        this.role = role;
    }

    @Override
    public Mono<Void> check(ServerRequest request) {
        return ReactiveSecurityContextHolder.getContext()
                .mapNotNull(SecurityContext::getAuthentication)
                .filter(this::isAllowed)
                .switchIfEmpty(Mono.error(() -> new ResponseStatusException(
                        HttpStatus.FORBIDDEN, "changing a camera's controls takes the role " + role)))
                .then();
    }

    private boolean isAllowed(Authentication user) {
        return user.isAuthenticated()
                && user.getAuthorities().stream()
                        .anyMatch(authority -> ("ROLE_" + role).equals(authority.getAuthority()));
    }
}
