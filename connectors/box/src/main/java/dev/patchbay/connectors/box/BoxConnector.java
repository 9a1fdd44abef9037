package dev.patchbay.connectors.box;

import com.box.sdkgen.managers.chunkeduploads.ChunkedUploadsManager;
import com.box.sdkgen.managers.comments.CommentsManager;
import com.box.sdkgen.managers.files.FilesManager;
import com.box.sdkgen.managers.fileversions.FileVersionsManager;
import com.box.sdkgen.managers.folders.FoldersManager;
import com.box.sdkgen.managers.taskassignments.TaskAssignmentsManager;
import com.box.sdkgen.managers.tasks.TasksManager;
import com.box.sdkgen.managers.uploads.UploadsManager;
import com.box.sdkgen.networking.auth.Authentication;
import com.box.sdkgen.networking.baseurls.BaseUrls;
import com.box.sdkgen.networking.boxnetworkclient.BoxNetworkClient;
import com.box.sdkgen.networking.fetchoptions.FetchOptions;
import com.box.sdkgen.networking.fetchresponse.FetchResponse;
import com.box.sdkgen.networking.network.NetworkSession;
import com.box.sdkgen.networking.retries.RetryStrategy;
import dev.patchbay.connectors.spi.Connection;
import dev.patchbay.connectors.spi.Connector;
import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.connectors.spi.Sender;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import okhttp3.ConnectionSpec;
import okhttp3.Dns;
import okhttp3.OkHttpClient;

/** Files in Box, by the upload API and Box's own SDK. */
public final class BoxConnector implements Connector {
  private static final String ORIGIN = "https://api.box.com";
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final Duration answer;
  private final Duration pause;
  private final Dns dns;

  /** A connector that waits as long for an answer as Box may need for a part of a large file. */
  public BoxConnector() {
    this(Duration.ofSeconds(15), Duration.ofSeconds(2), Dns.SYSTEM);
  }

  /**
   * @param answer how long an answer may take
   * @param pause before a file is asked for again that Box has not put together yet
   * @param dns finds what is fetched from
   */
  BoxConnector(Duration answer, Duration pause, Dns dns) {
    this.answer = answer;
    this.pause = pause;
    this.dns = dns;
  }

  @Override
  public String name() {
    return "box";
  }

  @Override
  public Sender connect(Connection connection) {
    BoxSecret secret = connection.secret(BoxSecret.class);
    Duration download = connection.entry().deadline().dividedBy(2); // it is yet to be uploaded
    try {
      return sender(secret, session(connection.baseUrl(ORIGIN)), download);
    } catch (IllegalArgumentException e) {
      throw new MisconfiguredException(
          "secret " + connection.secret().name() + ": " + e.getMessage());
    }
  }

  private Sender sender(BoxSecret secret, NetworkSession session, Duration download) {
    Authentication auth = secret.authentication();
    var uploads = new UploadsManager.Builder().auth(auth).networkSession(session).build();
    var chunked = new ChunkedUploadsManager.Builder().auth(auth).networkSession(session).build();
    var folders = new FoldersManager.Builder().auth(auth).networkSession(session).build();
    var files = new FilesManager.Builder().auth(auth).networkSession(session).build();
    var versions = new FileVersionsManager.Builder().auth(auth).networkSession(session).build();
    var comments = new CommentsManager.Builder().auth(auth).networkSession(session).build();
    var tasks = new TasksManager.Builder().auth(auth).networkSession(session).build();
    var assigned = new TaskAssignmentsManager.Builder().auth(auth).networkSession(session).build();
    return new BoxSender(
        new Login(auth, secret.renews(), session),
        new Contents(new Download(secret.origins(), dns, download, Download.LARGEST)),
        new Filing(
            new Folders(folders),
            new Uploads(uploads, new ChunkedUpload(chunked, pause)),
            files,
            versions),
        new Notes(comments, tasks, assigned));
  }

  private NetworkSession session(URI baseUrl) {
    return new NetworkSession.Builder()
        .baseUrls(baseUrls(baseUrl.toString()))
        .networkClient(new BoxNetworkClient(http(baseUrl.getScheme())))
        .retryStrategy(new Once())
        .build();
  }

  /** Box takes uploads at a host of their own; what stands in for Box takes all at one. */
  private static BaseUrls baseUrls(String baseUrl) {
    if (baseUrl.equals(ORIGIN)) {
      return new BaseUrls();
    }
    return new BaseUrls.Builder()
        .baseUrl(baseUrl)
        .uploadUrl(baseUrl + "/api")
        .oauth2Url(baseUrl)
        .build();
  }

  /** The SDK's own client, which refuses plain HTTP unless told that it may. */
  private OkHttpClient http(String scheme) {
    OkHttpClient.Builder http =
        BoxNetworkClient.getDefaultOkHttpClientBuilder()
            .connectTimeout(CONNECT)
            .readTimeout(answer)
            .writeTimeout(answer);
    return (scheme.equals("http") ? http.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)) : http)
        .build();
  }

  /**
   * The kit alone retries: the SDK would sleep in the thread, and send a stream that is already
   * read.
   */
  private static final class Once implements RetryStrategy {
    @Override
    public boolean shouldRetry(FetchOptions request, FetchResponse answer, int attempt) {
      return false;
    }

    @Override
    public double retryAfter(FetchOptions request, FetchResponse answer, int attempt) {
      return 0;
    }
  }
}
