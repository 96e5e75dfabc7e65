// Command grpcecho is both ends of a bidirectional stream of gRPC, by gRPC's own implementation for Go.
//
//	grpcecho server                                serves on a port of 127.0.0.1, which it prints
//	grpcecho client ADDRESS AUTHORITY TOKEN [CA]   talks to one, over TLS with a file of authorities
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// Messages are bytes as they stand: what they mean is nobody's business here.
type bytesCodec struct{}

func (bytesCodec) Marshal(value any) ([]byte, error) { return *value.(*[]byte), nil }

func (bytesCodec) Unmarshal(data []byte, value any) error {
	*value.(*[]byte) = append([]byte{}, data...)
	return nil
}

func (bytesCodec) Name() string { return "proto" }

var stream = grpc.StreamDesc{
	StreamName:    "Talk",
	Handler:       echo,
	ServerStreams: true,
	ClientStreams: true,
}

// echo answers each message at once, and ends with a status of its own after "fail".
func echo(_ any, conversation grpc.ServerStream) error {
	conversation.SetTrailer(metadata.Pairs("x-echo-trailer", "here"))
	for {
		var message []byte
		if err := conversation.RecvMsg(&message); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if string(message) == "fail" {
			return status.Error(codes.NotFound, "told to fail: 100 %")
		}
		answer := append([]byte("echo of "), message...)
		if err := conversation.SendMsg(&answer); err != nil {
			return err
		}
	}
}

func main() {
	if len(os.Args) < 2 || (os.Args[1] != "server" && len(os.Args) < 5) {
		log.Fatal("usage: grpcecho server | grpcecho client ADDRESS AUTHORITY TOKEN [CA]")
	}
	if os.Args[1] == "server" {
		serve()
		return
	}
	talk(os.Args[2], os.Args[3], os.Args[4], os.Args[5:])
}

func serve() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	server := grpc.NewServer(grpc.ForceServerCodec(bytesCodec{}))
	server.RegisterService(&grpc.ServiceDesc{
		ServiceName: "test.Echo",
		HandlerType: (*any)(nil),
		Streams:     []grpc.StreamDesc{stream},
	}, struct{}{})
	fmt.Println(listener.Addr())
	check(server.Serve(listener))
}

func talk(address, authority, token string, ca []string) {
	transport := insecure.NewCredentials()
	if len(ca) > 0 {
		pem, err := os.ReadFile(ca[0])
		check(err)
		roots := x509.NewCertPool()
		roots.AppendCertsFromPEM(pem)
		transport = credentials.NewTLS(&tls.Config{RootCAs: roots, ServerName: authority})
	}
	connection, err := grpc.NewClient(address,
		grpc.WithTransportCredentials(transport),
		grpc.WithAuthority(authority),
		grpc.WithDefaultCallOptions(grpc.ForceCodec(bytesCodec{})))
	check(err)
	limited, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	ctx := metadata.AppendToOutgoingContext(limited, "authorization", "Bearer "+token)

	conversation, err := connection.NewStream(ctx, &stream, "/test.Echo/Talk")
	check(err)
	// Each message goes out only when the one before is answered: nothing on the way may wait for more.
	for _, message := range []string{"one", "two", "three"} {
		sent := []byte(message)
		check(conversation.SendMsg(&sent))
		var answer []byte
		check(conversation.RecvMsg(&answer))
		fmt.Println(string(answer))
	}
	check(conversation.CloseSend())
	var rest []byte
	if err := conversation.RecvMsg(&rest); err != io.EOF {
		log.Fatalf("no clean end: %v", err)
	}
	fmt.Println("trailer", conversation.Trailer().Get("x-echo-trailer"))

	failing, err := connection.NewStream(ctx, &stream, "/test.Echo/Talk")
	check(err)
	sent := []byte("fail")
	check(failing.SendMsg(&sent))
	fmt.Println(failing.RecvMsg(&rest))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
