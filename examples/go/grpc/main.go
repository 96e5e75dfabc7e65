// A gateway's life, by grpc-go. See ../../README.md for what it needs and prints.
package main

import (
	"context"
	"fmt"
	"log"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"weir.dev/examples/settings"
	weir "weir.dev/go/weir/inference/v1alpha1"
)

func main() {
	if err := tell(context.Background(), settings.Read()); err != nil {
		log.Fatal(err)
	}
}

func tell(ctx context.Context, settings settings.Settings) error {
	connection, err := grpc.NewClient(
		strings.TrimPrefix(settings.URL, "http://"),
		grpc.WithTransportCredentials(insecure.NewCredentials()),
	)
	if err != nil {
		return err
	}
	defer connection.Close()
	gateways := weir.NewGatewayServiceClient(connection)
	deployments := weir.NewDeploymentServiceClient(connection)
	ctx = metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+settings.Token)

	created, err := gateways.CreateGateway(ctx, newGateway("story"))
	if err != nil {
		return err
	}
	id := created.GetGateway().GetSpec().GetId()
	fmt.Println("created", id)

	// The first event has the present state: nothing is missed between the create and the watch.
	watching, stop := context.WithCancel(ctx)
	defer stop()
	watch, err := gateways.WatchGateways(watching, &weir.WatchGatewaysRequest{Id: id})
	if err != nil {
		return err
	}
	for {
		event, err := watch.Recv()
		if err != nil {
			return err
		}
		if seen := event.GetGateway().GetStatus(); seen.GetStatus() == weir.Status_STATUS_READY {
			fmt.Println("STATUS_READY at", seen.GetEndpoints()[0])
			break
		}
	}

	deployment, err := deployments.CreateDeployment(ctx, &weir.CreateDeploymentRequest{
		Name:       "story",
		GatewayIds: []string{id},
		Model:      &weir.DeploymentModel{Name: "org/chat"},
		Replicas: &weir.CreateDeploymentRequest_Targets{
			Targets: &weir.InlineTargets{Targets: []*weir.Target{{Url: settings.Upstream}}},
		},
	})
	if err != nil {
		return err
	}
	deploymentID := deployment.GetDeployment().GetSpec().GetId()
	deploymentWatch, err := deployments.WatchDeployments(watching, &weir.WatchDeploymentsRequest{Id: deploymentID})
	if err != nil {
		return err
	}
	for ready := false; !ready; {
		event, err := deploymentWatch.Recv()
		if err != nil {
			return err
		}
		ready = event.GetDeployment().GetStatus().GetStatus() == weir.Status_STATUS_READY
	}

	answer, err := settings.Chat("org/chat", "hi")
	if err != nil {
		return err
	}
	fmt.Println("answer:", answer)

	renamed, err := gateways.UpdateGateway(ctx, &weir.UpdateGatewayRequest{
		Id:         id,
		Name:       "story-renamed",
		UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"name"}},
	})
	if err != nil {
		return err
	}
	fmt.Println("renamed to", renamed.GetGateway().GetSpec().GetName())

	_, err = gateways.CreateGateway(ctx, newGateway(""))
	if status.Code(err) != codes.InvalidArgument {
		return err
	}
	for _, detail := range status.Convert(err).Details() {
		if badRequest, ok := detail.(*errdetails.BadRequest); ok {
			for _, violation := range badRequest.GetFieldViolations() {
				fmt.Printf("mistake in %s: %s\n", violation.GetField(), violation.GetDescription())
			}
		}
	}

	if _, err := deployments.DeleteDeployment(ctx, &weir.DeleteDeploymentRequest{Id: deploymentID}); err != nil {
		return err
	}
	deploymentWatch, err = deployments.WatchDeployments(watching, &weir.WatchDeploymentsRequest{Id: deploymentID})
	if err != nil {
		return err
	}
	if err := gone(deploymentWatch); err != nil {
		return err
	}
	if _, err := gateways.DeleteGateway(ctx, &weir.DeleteGatewayRequest{Id: id}); err != nil {
		return err
	}
	watch, err = gateways.WatchGateways(watching, &weir.WatchGatewaysRequest{Id: id})
	if err != nil {
		return err
	}
	if err := gone(watch); err != nil {
		return err
	}
	fmt.Println("deleted")
	return nil
}

func newGateway(name string) *weir.CreateGatewayRequest {
	return &weir.CreateGatewayRequest{
		Name:  name,
		Zones: []string{"local"},
		Auth:  &weir.CreateGatewayRequest_CoreWeaveAuth{CoreWeaveAuth: &weir.CoreWeaveAuth{}},
		Routing: &weir.CreateGatewayRequest_BodyBasedRouting{
			BodyBasedRouting: &weir.BodyBasedRouting{ApiType: weir.BodyBasedRouting_API_TYPE_OPENAI},
		},
	}
}

// gone waits until no proxy serves a deleted resource any more: DELETED, or NotFound when that was before the watch.
func gone[E any, Event interface {
	*E
	GetType() weir.EventType
}](watch grpc.ServerStreamingClient[E]) error {
	for {
		event, err := watch.Recv()
		if status.Code(err) == codes.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		if Event(event).GetType() == weir.EventType_EVENT_TYPE_DELETED {
			return nil
		}
	}
}
