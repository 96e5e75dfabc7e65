// A gateway's life, by connect-go. See ../../README.md for what it needs and prints.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"

	"connectrpc.com/connect"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"weir.dev/examples/settings"
	weir "weir.dev/go/weir/inference/v1alpha1"
	"weir.dev/go/weir/inference/v1alpha1/inferencev1alpha1connect"
)

func main() {
	if err := tell(context.Background(), settings.Read()); err != nil {
		log.Fatal(err)
	}
}

func tell(ctx context.Context, settings settings.Settings) error {
	authorized := connect.WithInterceptors(authorize("Bearer " + settings.Token))
	gateways := inferencev1alpha1connect.NewGatewayServiceClient(http.DefaultClient, settings.URL, authorized)
	deployments := inferencev1alpha1connect.NewDeploymentServiceClient(http.DefaultClient, settings.URL, authorized)

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
	for watch.Receive() {
		if seen := watch.Msg().GetGateway().GetStatus(); seen.GetStatus() == weir.Status_STATUS_READY {
			fmt.Println("STATUS_READY at", seen.GetEndpoints()[0])
			break
		}
	}
	if err := watch.Err(); err != nil {
		return err
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
	for deploymentWatch.Receive() {
		if deploymentWatch.Msg().GetDeployment().GetStatus().GetStatus() == weir.Status_STATUS_READY {
			break
		}
	}
	if err := deploymentWatch.Err(); err != nil {
		return err
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
	var refused *connect.Error
	if !errors.As(err, &refused) || refused.Code() != connect.CodeInvalidArgument {
		return err
	}
	for _, detail := range refused.Details() {
		value, err := detail.Value()
		if err != nil {
			return err
		}
		if badRequest, ok := value.(*errdetails.BadRequest); ok {
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
}](watch *connect.ServerStreamForClient[E]) error {
	for watch.Receive() {
		if Event(watch.Msg()).GetType() == weir.EventType_EVENT_TYPE_DELETED {
			return nil
		}
	}
	if connect.CodeOf(watch.Err()) == connect.CodeNotFound {
		return nil
	}
	return watch.Err()
}

// authorize puts the token on every call.
type authorize string

func (token authorize) WrapUnary(next connect.UnaryFunc) connect.UnaryFunc {
	return func(ctx context.Context, request connect.AnyRequest) (connect.AnyResponse, error) {
		request.Header().Set("Authorization", string(token))
		return next(ctx, request)
	}
}

func (token authorize) WrapStreamingClient(next connect.StreamingClientFunc) connect.StreamingClientFunc {
	return func(ctx context.Context, spec connect.Spec) connect.StreamingClientConn {
		connection := next(ctx, spec)
		connection.RequestHeader().Set("Authorization", string(token))
		return connection
	}
}

func (token authorize) WrapStreamingHandler(next connect.StreamingHandlerFunc) connect.StreamingHandlerFunc {
	return next
}
