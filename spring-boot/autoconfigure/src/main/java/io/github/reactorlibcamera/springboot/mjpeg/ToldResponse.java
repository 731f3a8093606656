package io.github.reactorlibcamera.springboot.mjpeg;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** A response that, where it fails before its first byte, becomes one that tells why. */
final class ToldResponse implements ServerResponse {
    private final ServerResponse response;

    ToldResponse(ServerResponse response) {
        this.response = response;
    }

    @Override
    public HttpStatusCode statusCode() {
        return response.statusCode();
    }

    @Override
    public HttpHeaders headers() {
        return response.headers();
    }

    @Override
    public MultiValueMap<String, ResponseCookie> cookies() {
        return response.cookies();
    }

    @Override
    public Mono<Void> writeTo(ServerWebExchange exchange, Context context) {
        return response.writeTo(exchange, context)
                .onErrorResume(
                        error -> !exchange.getResponse().isCommitted(),
                        error -> Problems.answer(error).flatMap(problem -> {
                            forget(exchange.getResponse());
                            return problem.writeTo(exchange, context);
                        }));
    }

    /** A stream that failed before its first picture has left the headers of a stream. */
    private void forget(ServerHttpResponse written) {
        response.headers().headerNames().forEach(written.getHeaders()::remove);
        written.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
    }
}
