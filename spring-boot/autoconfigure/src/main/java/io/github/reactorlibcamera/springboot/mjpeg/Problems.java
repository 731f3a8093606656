package io.github.reactorlibcamera.springboot.mjpeg;

import io.github.reactorlibcamera.CameraBusyException;
import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CameraNotFoundException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Errors as {@code application/problem+json} (RFC 9457). */
final class Problems {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    private Problems() {}

    /** {@return the answer, or one that tells what went wrong before its first byte} */
    static Mono<ServerResponse> told(Mono<ServerResponse> answer) {
        return answer.<ServerResponse>map(ToldResponse::new).onErrorResume(Problems::answer);
    }

    static Mono<ServerResponse> answer(Throwable error) {
        ProblemDetail problem = problem(error);
        HttpHeaders headers = error instanceof ErrorResponse known ? known.getHeaders() : HttpHeaders.EMPTY;
        return ServerResponse.status(problem.getStatus())
                .headers(all -> all.putAll(headers))
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .bodyValue(problem);
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
        if (error instanceof DataBufferLimitException) {
            return HttpStatus.CONTENT_TOO_LARGE;
        }
        if (error instanceof CameraBusyException) {
            return HttpStatus.CONFLICT;
        }
        return error instanceof CameraException
                        || error instanceof TooManyRenditionsException
                        || error instanceof TooManyClientsException
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
