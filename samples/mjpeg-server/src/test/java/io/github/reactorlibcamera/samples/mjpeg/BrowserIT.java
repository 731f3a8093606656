package io.github.reactorlibcamera.samples.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.reactorlibcamera.CameraDisconnectedException;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.Frame;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The page in a real browser: Debian's Chromium, without a window. What it showed is left as pictures where the system property
 * {@code browser.pictures} says.
 */
class BrowserIT {
    private static final Dimension DESKTOP = new Dimension(1280, 900);
    private static final Dimension PHONE = new Dimension(390, 844);
    private static final Path PICTURES = Path.of(System.getProperty("browser.pictures", "target/browser"));

    private final CameraManager manager = CameraManager.create();
    private final Map<String, Object> properties = new HashMap<>();
    private ConfigurableApplicationContext server;
    private ChromeDriver browser;

    @BeforeAll
    static void makeFolder() throws IOException {
        Files.createDirectories(PICTURES);
    }

    @BeforeEach
    void open() {
        properties.put("server.address", "127.0.0.1");
        properties.put("server.port", 0);
        properties.put("libcamera.capture.size", "640x480");
        properties.put("libcamera.mjpeg.controls.enabled", true);
        server = MjpegServer.start(manager, properties);
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments(
                "--headless=new",
                "--no-sandbox", // the suite runs as root
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                // A page that nobody sees rests, and without a window it may be taken for one.
                "--disable-backgrounding-occluded-windows",
                "--disable-renderer-backgrounding");
        browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile())
                        .build(),
                options);
        browser.manage().window().setSize(DESKTOP);
        String port = server.getEnvironment().getRequiredProperty("local.server.port");
        properties.put("server.port", port); // once more, for who starts it anew
        browser.get("http://127.0.0.1:" + port + "/");
    }

    @AfterEach
    void close() {
        browser.quit();
        server.close();
    }

    @Test
    void theCamerasAreSeenToMove() throws IOException {
        assertThat(shownCards()).hasSizeGreaterThanOrEqualTo(3);
        WebElement card = shownCard();

        WebElement picture = card.findElement(By.cssSelector(".stage img"));
        BufferedImage first = look(picture);
        await().untilAsserted(() -> assertThat(difference(first, look(picture))).isGreaterThan(1));
        await().until(() -> card.findElement(By.className("fps")).getText().endsWith("fps"));
        await().until(() -> card.findElement(By.className("latency")).getText().endsWith("ms"));

        save("desktop");
        assertThat(sidewaysScroll()).isZero();
    }

    @Test
    void itFitsATelephone() throws IOException {
        browser.manage().window().setSize(PHONE);
        WebElement card = shownCard();

        WebElement slider = openControls(card);

        save("phone");
        assertThat(sidewaysScroll()).isZero();
        assertThat(rightEdge(slider)).isLessThan(rightEdge(card));
    }

    @Test
    void aSliderChangesThePicture() throws IOException {
        WebElement card = shownCard();
        WebElement picture = card.findElement(By.cssSelector(".stage img"));
        WebElement brightness = openControls(card);
        double before = brightness(look(picture));

        brightness.sendKeys(Keys.END);

        await().untilAsserted(() -> assertThat(brightness(look(picture))).isGreaterThan(before + 20));
        save("controls");
        assertThat(card.findElement(By.cssSelector("form p")).getText()).isEmpty();
    }

    @Test
    void aServerThatStartsAnewShowsItsPicturesAgain() throws IOException {
        WebElement card = shownCard();
        WebElement badge = card.findElement(By.className("badge"));
        server.close();
        await().until(() -> !badge.isDisplayed()); // the last picture stands, and is not said to be live

        server = MjpegServer.start(CameraManager.create(), properties);

        await().atMost(Duration.ofSeconds(30)).until(() -> badge.isDisplayed() && hasClass(card, "shown"));
        WebElement picture = card.findElement(By.cssSelector(".stage img"));
        BufferedImage first = look(picture);
        await().untilAsserted(() -> assertThat(difference(first, look(picture))).isGreaterThan(1));
    }

    @Test
    void theControlsAreThereOnceHoweverOftenTheyAreOpened() {
        WebElement card = shownCard();
        WebElement button = card.findElement(By.className("settings"));
        browser.executeScript("""
                const ask = window.fetch;
                window.fetch = (path, options) => new Promise(done => setTimeout(done, 500)).then(() => ask(path, options));
                arguments[0].click();
                arguments[0].click();
                arguments[0].click();""", button);

        By sliders = By.cssSelector("input[name='libcamera::Brightness']");
        await().until(() -> !card.findElements(sliders).isEmpty());
        browser.executeAsyncScript("setTimeout(arguments[0], 1000)");
        assertThat(card.findElements(sliders)).hasSize(1);
    }

    /** What Spring Security's filter makes of it is shown where that is. */
    @Test
    void aChangeSendsTheTokenOfSpringSecuritysCookie() {
        WebElement brightness = openControls(shownCard());
        browser.manage().addCookie(new Cookie("XSRF-TOKEN", "a-token"));
        browser.executeScript("""
                const send = window.fetch;
                window.fetch = (path, options) => {
                  if (options.method === 'PATCH') window.sent = options.headers['X-XSRF-TOKEN'];
                  return send(path, options);
                };""");

        brightness.sendKeys(Keys.END);

        await().until(() -> "a-token".equals(browser.executeScript("return window.sent")));
    }

    @Test
    void theFullViewOpensAndClosesByKeyboard() throws IOException {
        WebElement card = shownCard();

        card.findElement(By.className("stage")).sendKeys(Keys.ENTER);
        WebElement full = browser.findElement(By.cssSelector("dialog[open] img"));
        BufferedImage first = look(full);
        await().untilAsserted(() -> assertThat(difference(first, look(full))).isGreaterThan(1));
        save("full-view");

        browser.switchTo().activeElement().sendKeys(Keys.ESCAPE);
        await().until(() -> browser.findElements(By.cssSelector("dialog[open]")).isEmpty());
        await().until(() -> hasClass(card, "shown"));
    }

    @Test
    void anUnpluggedCameraIsSaidToBeGoneAndComesBack() throws IOException {
        WebElement card = shownCard();
        unplug();
        await().until(() -> hasClass(card, "gone"));
        assertThat(card.findElement(By.className("reason")).getText()).startsWith("The camera is gone.");
        save("gone");

        plugIn();
        await().until(() -> !hasClass(card, "gone") && hasClass(card, "shown"));
        WebElement picture = card.findElement(By.cssSelector(".stage img"));
        BufferedImage first = look(picture);
        await().untilAsserted(() -> assertThat(difference(first, look(picture))).isGreaterThan(1));
    }

    /** A second camera at the same plug, which pulls it. */
    private void unplug() {
        manager.camera("simulated:bars:2?disconnect=1")
                .frames(CaptureSpec.viewfinder().size(32, 16), Frame::sequence)
                .onErrorComplete(CameraDisconnectedException.class)
                .blockLast(Duration.ofSeconds(20));
    }

    private void plugIn() {
        manager.camera("simulated:bars:2?plug").controls().block(Duration.ofSeconds(20));
    }

    /** {@return the simulated camera's, wherever it is among those that the machine has} */
    private WebElement shownCard() {
        return shownCards().stream()
                .filter(card -> card.findElement(By.className("id")).getText().startsWith("simulated:bars"))
                .findFirst()
                .orElseThrow();
    }

    private List<WebElement> shownCards() {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            List<WebElement> cards = browser.findElements(By.className("camera"));
            return !cards.isEmpty() && cards.stream().allMatch(card -> hasClass(card, "shown"));
        });
        return browser.findElements(By.className("camera"));
    }

    /** {@return the slider of the brightness} */
    private static WebElement openControls(WebElement card) {
        card.findElement(By.className("settings")).click();
        By slider = By.cssSelector("input[type=range][name='libcamera::Brightness']");
        await().until(() -> !card.findElements(slider).isEmpty());
        return card.findElement(slider);
    }

    private static boolean hasClass(WebElement element, String name) {
        return List.of(String.valueOf(element.getDomAttribute("class")).split(" "))
                .contains(name);
    }

    private long sidewaysScroll() {
        Object pixels = ((JavascriptExecutor) browser)
                .executeScript("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
        return ((Number) Objects.requireNonNull(pixels)).longValue();
    }

    private static int rightEdge(WebElement element) {
        return element.getRect().getX() + element.getRect().getWidth();
    }

    private void save(String name) throws IOException {
        Files.write(PICTURES.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }

    private static BufferedImage look(WebElement element) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(element.getScreenshotAs(OutputType.BYTES)));
    }

    /** {@return how much the green of two pictures of a size differs, of 255, on average} */
    private static double difference(BufferedImage one, BufferedImage other) {
        long sum = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                sum += Math.abs(green(one, x, y) - green(other, x, y));
            }
        }
        return (double) sum / one.getWidth() / one.getHeight();
    }

    private static double brightness(BufferedImage picture) {
        return difference(picture, new BufferedImage(picture.getWidth(), picture.getHeight(), picture.getType()));
    }

    private static int green(BufferedImage picture, int x, int y) {
        return picture.getRGB(x, y) >> 8 & 0xff;
    }
}
