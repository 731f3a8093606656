package io.github.reactorlibcamera.samples.mjpeg;

import io.github.reactorlibcamera.CameraBusyException;
import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CameraNotFoundException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Answers every error as {@code application/problem+json} (RFC 9457), before Spring Boot's own handler at -1 would. */
@Component
@Order(-2)
class ProblemHandler implements WebExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

    private final JsonMapper json;

    ProblemHandler(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(error);
        }
        ProblemDetail problem = problem(error);
        // A stream that failed before its first picture has left the headers of a stream.
        response.getHeaders().clear();
        if (error instanceof ErrorResponse known) {
            response.getHeaders().putAll(known.getHeaders());
        }
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        response.getHeaders().setCacheControl("no-store");
        response.setRawStatusCode(problem.getStatus());
        byte[] body = json.writeValueAsString(problem).getBytes(StandardCharsets.UTF_8);
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    private static ProblemDetail problem(Throwable error) {
        if (error instanceof ErrorResponse known) {
            return known.getBody();
        }
        HttpStatus status = status(error);
        if (status == HttpStatus.INTERNAL_SERVER_ERROR) {
            log.error("A request failed", error);
        }
        return ProblemDetail.forStatusAndDetail(status, detail(status, error));
    }

    private static HttpStatus status(Throwable error) {
        if (error instanceof CameraNotFoundException) {
            return HttpStatus.NOT_FOUND;
        }
        if (error instanceof BadParameterException) {
            return HttpStatus.BAD_REQUEST;
        }
        if (error instanceof CameraBusyException) {
            return HttpStatus.CONFLICT;
        }
        return error instanceof CameraException
                        || error instanceof TooManyRenditionsException
                        || error instanceof TimeoutException
                ? HttpStatus.SERVICE_UNAVAILABLE
                : HttpStatus.INTERNAL_SERVER_ERROR;
    }

    private static String detail(HttpStatus status, Throwable error) {
        if (error instanceof TimeoutException) {
            return "the camera gave no picture in time";
        }
        return status == HttpStatus.INTERNAL_SERVER_ERROR || error.getMessage() == null
                ? "the server's log says what went wrong"
                : error.getMessage();
    }
}
