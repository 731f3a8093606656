package com.example.webcam;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class WebcamApplication {
    public static void main(String[] args) {
        SpringApplication.run(WebcamApplication.class, args);
    }
}
